/**
 * Auto-configuration of the cluster.
 */
@NullMarked
package io.appinfra.net.autoconfigure.cluster;

import org.jspecify.annotations.NullMarked;
