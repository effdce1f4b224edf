/**
 * State that handlers and tickers share, whichever process they are in.
 */
@NullMarked
package io.appinfra.net.state;

import org.jspecify.annotations.NullMarked;
