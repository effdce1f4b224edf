/**
 * The tickers that run in this process.
 */
@NullMarked
package io.appinfra.net.ticker.local;

import org.jspecify.annotations.NullMarked;
