/**
 * Several instances of an application, each a process, that share a store.
 */
@NullMarked
package io.appinfra.net.clustered;

import org.jspecify.annotations.NullMarked;
