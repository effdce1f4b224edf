/**
 * The worker's side: its main method, its context and its way to the web process.
 */
@NullMarked
package io.appinfra.net.worker;

import org.jspecify.annotations.NullMarked;
