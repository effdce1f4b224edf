/**
 * Auto-configuration of metrics and observations.
 */
@NullMarked
package io.appinfra.net.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
