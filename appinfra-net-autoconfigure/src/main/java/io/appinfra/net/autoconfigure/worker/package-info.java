/**
 * Auto-configuration of workers, on both sides.
 */
@NullMarked
package io.appinfra.net.autoconfigure.worker;

import org.jspecify.annotations.NullMarked;
