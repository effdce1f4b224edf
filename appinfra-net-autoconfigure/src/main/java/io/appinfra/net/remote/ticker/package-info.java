/**
 * Tickers across the process boundary: messages, the web process's end, the worker's end.
 */
@NullMarked
package io.appinfra.net.remote.ticker;

import org.jspecify.annotations.NullMarked;
