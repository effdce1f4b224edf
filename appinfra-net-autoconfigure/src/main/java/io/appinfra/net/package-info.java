/**
 * What all other packages may use: the exceptions, the role of a process, and threads
 * that inherit nothing.
 */
@NullMarked
package io.appinfra.net;

import org.jspecify.annotations.NullMarked;
