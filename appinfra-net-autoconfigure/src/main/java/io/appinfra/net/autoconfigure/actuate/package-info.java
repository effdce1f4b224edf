/**
 * Auto-configuration of actuator endpoints, and of what meets probes at a management
 * port.
 */
@NullMarked
package io.appinfra.net.autoconfigure.actuate;

import org.jspecify.annotations.NullMarked;
