/**
 * What clients see of a web server that stops.
 */
@NullMarked
package io.appinfra.net.drain;

import org.jspecify.annotations.NullMarked;
