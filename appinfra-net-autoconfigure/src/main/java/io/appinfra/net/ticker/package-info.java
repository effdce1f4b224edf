/**
 * Periodic work: its contract, its schedule and the in-process runner.
 */
@NullMarked
package io.appinfra.net.ticker;

import org.jspecify.annotations.NullMarked;
