/**
 * Actuator endpoints for tickers, workers, handlers, the shared state and the cluster.
 */
@NullMarked
package io.appinfra.net.actuate;

import org.jspecify.annotations.NullMarked;
