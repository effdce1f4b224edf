/**
 * Who is there, and who owns which ticker, where several instances of the application
 * share a store.
 */
@NullMarked
package io.appinfra.net.cluster;

import org.jspecify.annotations.NullMarked;
