package io.appinfra.net.remote.lifecycle;

import java.util.List;

import io.appinfra.net.channel.ChannelServer;
import io.appinfra.net.remote.meter.MeterSink;
import io.appinfra.net.state.StateSession;

/**
 * What the web process has for a process of a worker.
 *
 * @param server where it connects to
 * @param session the shared state, and who uses it
 * @param loop the event loop of its worker
 * @param connections the connection details that are sent to it, see
 * {@link io.appinfra.net.remote.connection.SentConnections}
 * @param meters takes what it measures
 */
public record WorkerHost(ChannelServer server, StateSession session, EventLoop loop, List<Object> connections,
		MeterSink meters) {

}
