/**
 * The exceptions, and the role of a process.
 */
@NullMarked
package io.appinfra.net;

import org.jspecify.annotations.NullMarked;
