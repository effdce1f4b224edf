package io.appinfra.net.remote.state;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.channel.BodyWriter;
import io.appinfra.net.channel.Connection;
import io.appinfra.net.channel.Frame;
import io.appinfra.net.channel.FrameType;
import io.appinfra.net.state.SharedMap;
import io.appinfra.net.state.StateData;
import io.appinfra.net.state.StoredValue;

/**
 * Sends the changes of shared maps to a worker that listens to them. They are sent by the
 * store's listener threads, so that a worker that is slow to take them holds up nobody
 * else and gets only the newest.
 */
public final class ChangeSender {

	private final Map<String, SharedMap.Registration> registrations = new ConcurrentHashMap<>();

	private final StateData store;

	private final Connection connection;

	/**
	 * Create a sender.
	 * @param store has the maps
	 * @param connection the connection to the worker
	 */
	public ChangeSender(StateData store, Connection connection) {
		this.store = store;
		this.connection = connection;
	}

	void listen(String map) {
		this.registrations.computeIfAbsent(map,
				(name) -> this.store.onChange(name, (key, value) -> send(name, key, value)));
	}

	private void send(String map, String key, @Nullable StoredValue value) {
		BodyWriter body = new BodyWriter().putString(map).putString(key);
		StoredValueForm.write(body, value);
		try {
			this.connection.send(new Frame(FrameType.CHANGE, 0, body.toBody()));
		}
		catch (IOException ex) {
			close();
		}
	}

	/**
	 * Send nothing more.
	 */
	public void close() {
		this.registrations.values().forEach(SharedMap.Registration::close);
		this.registrations.clear();
	}

}
