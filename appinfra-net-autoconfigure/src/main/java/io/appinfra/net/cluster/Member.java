package io.appinfra.net.cluster;

import java.util.Set;

/**
 * An instance that lives, as others see it.
 *
 * @param draining whether it is about to stop, and takes nothing any more
 * @param tickers the tickers of the cluster that could tick in it
 */
record Member(boolean draining, Set<String> tickers) {

}
