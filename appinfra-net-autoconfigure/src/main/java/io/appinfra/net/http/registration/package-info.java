/**
 * How handlers are declared, found and described.
 */
@NullMarked
package io.appinfra.net.http.registration;

import org.jspecify.annotations.NullMarked;
