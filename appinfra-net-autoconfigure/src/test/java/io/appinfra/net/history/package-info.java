/**
 * Histories of operations on the shared state, recorded by threads and processes under
 * faults.
 */
@NullMarked
package io.appinfra.net.history;

import org.jspecify.annotations.NullMarked;
