/**
 * The context of a worker: what comes to life there, which is its tickers, what they
 * need, and what must follow from what they do.
 */
@NullMarked
package io.appinfra.net.worker.context;

import org.jspecify.annotations.NullMarked;
