/**
 * Auto-configuration of tickers. The properties of the shutdown are here, too, since
 * tickers are the first to stop.
 */
@NullMarked
package io.appinfra.net.autoconfigure.ticker;

import org.jspecify.annotations.NullMarked;
