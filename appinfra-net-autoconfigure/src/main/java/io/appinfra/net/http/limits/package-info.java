/**
 * The bounds of requests: size and time of their bodies, time of their answers, number.
 */
@NullMarked
package io.appinfra.net.http.limits;

import org.jspecify.annotations.NullMarked;
