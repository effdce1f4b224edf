/**
 * The records of the tickers of the cluster: what they say, how they are written, and
 * what follows from them.
 */
@NullMarked
package io.appinfra.net.cluster.record;

import org.jspecify.annotations.NullMarked;
