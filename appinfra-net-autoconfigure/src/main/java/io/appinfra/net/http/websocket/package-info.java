/**
 * Handlers that speak the WebSocket protocol.
 */
@NullMarked
package io.appinfra.net.http.websocket;

import org.jspecify.annotations.NullMarked;
