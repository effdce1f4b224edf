/**
 * The store in the memory of the web process.
 */
@NullMarked
package io.appinfra.net.state.local;

import org.jspecify.annotations.NullMarked;
