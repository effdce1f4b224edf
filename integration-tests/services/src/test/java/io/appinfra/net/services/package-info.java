/**
 * A service as they are, whose tickers run in a worker: what happens in which process.
 */
@NullMarked
package io.appinfra.net.services;

import org.jspecify.annotations.NullMarked;
