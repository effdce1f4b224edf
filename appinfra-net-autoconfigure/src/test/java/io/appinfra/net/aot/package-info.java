/**
 * An application that is processed ahead of time.
 */
@NullMarked
package io.appinfra.net.aot;

import org.jspecify.annotations.NullMarked;
