/**
 * Requests as clients may send them: their bodies, the limits, what is malformed, what
 * comes slowly.
 */
@NullMarked
package io.appinfra.net.requests;

import org.jspecify.annotations.NullMarked;
