/**
 * The web process's side of workers: starts, watches, restarts and stops them.
 */
@NullMarked
package io.appinfra.net.supervisor;

import org.jspecify.annotations.NullMarked;
