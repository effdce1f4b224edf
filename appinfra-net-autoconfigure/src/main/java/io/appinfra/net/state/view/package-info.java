/**
 * The shared state as its users see it: typed maps, counters and locks over a store.
 */
@NullMarked
package io.appinfra.net.state.view;

import org.jspecify.annotations.NullMarked;
