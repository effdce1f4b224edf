/**
 * Meters that user code changes in a worker: what is sent about them, and who takes it.
 */
@NullMarked
package io.appinfra.net.remote.meter;

import org.jspecify.annotations.NullMarked;
