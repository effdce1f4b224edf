/**
 * The worker's side: its main method, the start of its application, its way to the web
 * process, and its end.
 */
@NullMarked
package io.appinfra.net.worker;

import org.jspecify.annotations.NullMarked;
