/**
 * Histories of operations on the shared state: how processes record them, and whether
 * they are linearizable.
 */
@NullMarked
package io.appinfra.net.history;

import org.jspecify.annotations.NullMarked;
