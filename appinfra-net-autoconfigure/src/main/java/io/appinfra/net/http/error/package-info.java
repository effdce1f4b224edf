/**
 * Failures of handlers and of requests, and their answers.
 */
@NullMarked
package io.appinfra.net.http.error;

import org.jspecify.annotations.NullMarked;
