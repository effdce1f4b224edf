/**
 * Auto-configuration of handlers.
 */
@NullMarked
package io.appinfra.net.autoconfigure.http;

import org.jspecify.annotations.NullMarked;
