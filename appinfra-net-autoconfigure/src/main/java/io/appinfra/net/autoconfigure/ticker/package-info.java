/**
 * Auto-configuration of tickers.
 */
@NullMarked
package io.appinfra.net.autoconfigure.ticker;

import org.jspecify.annotations.NullMarked;
