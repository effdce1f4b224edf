/**
 * An application whose spans are exported.
 */
@NullMarked
package io.appinfra.net.tracing;

import org.jspecify.annotations.NullMarked;
