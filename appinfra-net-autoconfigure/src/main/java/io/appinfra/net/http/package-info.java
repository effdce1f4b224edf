/**
 * HTTP handlers and the servlets that serve them.
 */
@NullMarked
package io.appinfra.net.http;

import org.jspecify.annotations.NullMarked;
