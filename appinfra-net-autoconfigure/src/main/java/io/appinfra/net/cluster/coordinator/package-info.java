/**
 * Decides which instance owns which ticker: from events follow commands, without clock,
 * thread or store.
 */
@NullMarked
package io.appinfra.net.cluster.coordinator;

import org.jspecify.annotations.NullMarked;
