/**
 * Reads properties that carry the names of beans or workers, and finds those that belong
 * to nothing.
 */
@NullMarked
package io.appinfra.net.autoconfigure.properties;

import org.jspecify.annotations.NullMarked;
