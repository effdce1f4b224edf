/**
 * Auto-configuration of the shared state. The properties of the cluster are here, too,
 * since a store needs their lease.
 */
@NullMarked
package io.appinfra.net.autoconfigure.state;

import org.jspecify.annotations.NullMarked;
