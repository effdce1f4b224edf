/**
 * The process of a worker itself: what it is started from, its messages, and the web
 * process's end of it.
 */
@NullMarked
package io.appinfra.net.remote.lifecycle;

import org.jspecify.annotations.NullMarked;
