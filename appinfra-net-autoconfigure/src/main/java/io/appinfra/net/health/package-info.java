/**
 * Health of tickers, workers and the cluster.
 */
@NullMarked
package io.appinfra.net.health;

import org.jspecify.annotations.NullMarked;
