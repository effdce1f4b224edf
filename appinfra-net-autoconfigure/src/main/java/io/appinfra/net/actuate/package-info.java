/**
 * Actuator endpoints.
 */
@NullMarked
package io.appinfra.net.actuate;

import org.jspecify.annotations.NullMarked;
