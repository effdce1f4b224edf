/**
 * Auto-configuration of the order and the time of the shutdown.
 */
@NullMarked
package io.appinfra.net.autoconfigure.shutdown;

import org.jspecify.annotations.NullMarked;
