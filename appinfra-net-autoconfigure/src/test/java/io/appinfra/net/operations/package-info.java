/**
 * What an operator sees and does, on a real web server.
 */
@NullMarked
package io.appinfra.net.operations;

import org.jspecify.annotations.NullMarked;
