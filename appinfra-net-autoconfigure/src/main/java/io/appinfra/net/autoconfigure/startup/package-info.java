/**
 * Checks the application as a whole when it starts, and logs what it has.
 */
@NullMarked
package io.appinfra.net.autoconfigure.startup;

import org.jspecify.annotations.NullMarked;
