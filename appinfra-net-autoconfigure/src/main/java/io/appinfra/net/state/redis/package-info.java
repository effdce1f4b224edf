/**
 * A store on Redis or Valkey. What has to be one step is a script; no command is repeated
 * without the caller's knowledge.
 */
@NullMarked
package io.appinfra.net.state.redis;

import org.jspecify.annotations.NullMarked;
