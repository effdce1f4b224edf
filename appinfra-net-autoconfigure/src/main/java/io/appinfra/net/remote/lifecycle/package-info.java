/**
 * The process of a worker itself: what it is started from, messages, the web process's
 * end.
 */
@NullMarked
package io.appinfra.net.remote.lifecycle;

import org.jspecify.annotations.NullMarked;
