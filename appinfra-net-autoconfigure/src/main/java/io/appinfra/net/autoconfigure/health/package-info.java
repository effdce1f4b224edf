/**
 * Auto-configuration of the health of tickers, workers and the cluster.
 */
@NullMarked
package io.appinfra.net.autoconfigure.health;

import org.jspecify.annotations.NullMarked;
