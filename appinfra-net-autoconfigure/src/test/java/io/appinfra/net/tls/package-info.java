/**
 * Handlers and workers of an application that speaks TLS.
 */
@NullMarked
package io.appinfra.net.tls;

import org.jspecify.annotations.NullMarked;
