/**
 * Frames over a Unix domain socket between the web process and a worker.
 */
@NullMarked
package io.appinfra.net.channel;

import org.jspecify.annotations.NullMarked;
