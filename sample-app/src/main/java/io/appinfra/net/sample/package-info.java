/**
 * Lookout: probes HTTP endpoints in a worker, and shows in the web process what it finds.
 */
@NullMarked
package io.appinfra.net.sample;

import org.jspecify.annotations.NullMarked;
