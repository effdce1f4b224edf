/**
 * A web process under load, and what its clients see of its end.
 */
@NullMarked
package io.appinfra.net.traffic;

import org.jspecify.annotations.NullMarked;
