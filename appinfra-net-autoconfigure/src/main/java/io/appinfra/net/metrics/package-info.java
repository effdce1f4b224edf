/**
 * Metrics and observations of tickers, workers and the shared state.
 */
@NullMarked
package io.appinfra.net.metrics;

import org.jspecify.annotations.NullMarked;
