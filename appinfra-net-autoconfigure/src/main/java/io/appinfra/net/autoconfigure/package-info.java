/**
 * Auto-configuration and properties.
 */
@NullMarked
package io.appinfra.net.autoconfigure;

import org.jspecify.annotations.NullMarked;
