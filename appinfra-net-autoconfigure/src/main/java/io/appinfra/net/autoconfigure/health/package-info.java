/**
 * Wiring of health.
 */
@NullMarked
package io.appinfra.net.autoconfigure.health;

import org.jspecify.annotations.NullMarked;
