/**
 * Periodic work: what users write against, and the model of a ticker.
 */
@NullMarked
package io.appinfra.net.ticker;

import org.jspecify.annotations.NullMarked;
