/**
 * What comes to life in a worker: its tickers, what they need, and what must follow from
 * what they do.
 */
@NullMarked
package io.appinfra.net.worker.context;

import org.jspecify.annotations.NullMarked;
