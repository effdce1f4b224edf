/**
 * Reading of properties that carry the names of beans or workers.
 */
@NullMarked
package io.appinfra.net.autoconfigure.properties;

import org.jspecify.annotations.NullMarked;
