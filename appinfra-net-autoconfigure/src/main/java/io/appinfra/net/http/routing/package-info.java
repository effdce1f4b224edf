/**
 * Which handler a request is for.
 */
@NullMarked
package io.appinfra.net.http.routing;

import org.jspecify.annotations.NullMarked;
