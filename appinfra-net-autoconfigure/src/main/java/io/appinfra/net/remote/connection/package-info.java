/**
 * Connection details that are beans of the web process: how they are sent to workers.
 */
@NullMarked
package io.appinfra.net.remote.connection;

import org.jspecify.annotations.NullMarked;
