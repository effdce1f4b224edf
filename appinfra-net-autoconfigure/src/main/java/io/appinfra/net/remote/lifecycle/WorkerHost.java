package io.appinfra.net.remote.lifecycle;

import io.appinfra.net.channel.ChannelServer;
import io.appinfra.net.state.StateSession;

/**
 * What the web process has for a process of a worker.
 *
 * @param server where it connects to
 * @param session the shared state, and who uses it
 * @param loop what its supervisor does next
 */
public record WorkerHost(ChannelServer server, StateSession session, EventLoop loop) {

}
