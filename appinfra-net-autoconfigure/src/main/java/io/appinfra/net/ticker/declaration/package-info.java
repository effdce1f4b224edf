/**
 * From annotations and properties to the definitions of tickers.
 */
@NullMarked
package io.appinfra.net.ticker.declaration;

import org.jspecify.annotations.NullMarked;
