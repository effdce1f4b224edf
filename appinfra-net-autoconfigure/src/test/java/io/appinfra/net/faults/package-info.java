/**
 * Worker processes and web processes that are harmed, and what is left of them.
 */
@NullMarked
package io.appinfra.net.faults;

import org.jspecify.annotations.NullMarked;
