/**
 * An application that reports what its worker sees of its surroundings.
 */
@NullMarked
package io.appinfra.net.mirror;

import org.jspecify.annotations.NullMarked;
