/**
 * Handlers in a servlet container.
 */
@NullMarked
package io.appinfra.net.http.servlet;

import org.jspecify.annotations.NullMarked;
