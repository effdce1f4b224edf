/**
 * Health of tickers and workers.
 */
@NullMarked
package io.appinfra.net.health;

import org.jspecify.annotations.NullMarked;
