/**
 * How the web process leaves without a client noticing: what it says to clients and to
 * load balancers while it drains, and how long it waits for them.
 */
@NullMarked
package io.appinfra.net.shutdown;

import org.jspecify.annotations.NullMarked;
