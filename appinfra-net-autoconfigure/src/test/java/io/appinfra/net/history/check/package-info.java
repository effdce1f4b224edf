/**
 * Whether a history is what a linearizable store, exclusive locks and growing tokens can
 * have made.
 */
@NullMarked
package io.appinfra.net.history.check;

import org.jspecify.annotations.NullMarked;
