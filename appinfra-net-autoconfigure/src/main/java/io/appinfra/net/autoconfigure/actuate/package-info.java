/**
 * Wiring of actuator endpoints.
 */
@NullMarked
package io.appinfra.net.autoconfigure.actuate;

import org.jspecify.annotations.NullMarked;
