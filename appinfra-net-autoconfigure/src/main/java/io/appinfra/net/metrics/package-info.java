/**
 * Metrics and observations of tickers, workers, the shared state and the cluster.
 */
@NullMarked
package io.appinfra.net.metrics;

import org.jspecify.annotations.NullMarked;
