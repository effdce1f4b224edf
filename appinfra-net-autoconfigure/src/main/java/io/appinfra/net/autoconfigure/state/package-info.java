/**
 * Auto-configuration of the shared state.
 */
@NullMarked
package io.appinfra.net.autoconfigure.state;

import org.jspecify.annotations.NullMarked;
