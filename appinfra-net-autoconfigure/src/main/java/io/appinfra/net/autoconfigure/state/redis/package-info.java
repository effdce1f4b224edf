/**
 * Auto-configuration of the shared state on Redis or Valkey.
 */
@NullMarked
package io.appinfra.net.autoconfigure.state.redis;

import org.jspecify.annotations.NullMarked;
