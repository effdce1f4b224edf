/**
 * The rules of the modes: when a tick is due after which.
 */
@NullMarked
package io.appinfra.net.ticker.schedule;

import org.jspecify.annotations.NullMarked;
