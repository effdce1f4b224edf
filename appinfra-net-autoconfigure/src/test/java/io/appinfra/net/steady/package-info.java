/**
 * An application that measures how steadily its tickers tick.
 */
@NullMarked
package io.appinfra.net.steady;

import org.jspecify.annotations.NullMarked;
