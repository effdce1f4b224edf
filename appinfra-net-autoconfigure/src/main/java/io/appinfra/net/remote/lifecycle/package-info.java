/**
 * Messages about the process of a worker itself.
 */
@NullMarked
package io.appinfra.net.remote.lifecycle;

import org.jspecify.annotations.NullMarked;
