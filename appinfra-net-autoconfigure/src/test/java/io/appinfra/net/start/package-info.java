/**
 * Applications that are started in all ways that there are, and report what their workers
 * have of it.
 */
@NullMarked
package io.appinfra.net.start;

import org.jspecify.annotations.NullMarked;
