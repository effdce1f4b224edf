/**
 * Java processes: the command line, the running process and its exit.
 */
@NullMarked
package io.appinfra.net.process;

import org.jspecify.annotations.NullMarked;
