/**
 * An application that needs nothing that is optional.
 */
@NullMarked
package io.appinfra.net.minimal;

import org.jspecify.annotations.NullMarked;
