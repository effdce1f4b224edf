package io.appinfra.net.remote.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EmptySource;
import org.junit.jupiter.params.provider.NullSource;

import io.appinfra.net.channel.Connection;
import io.appinfra.net.channel.Outbox;
import io.appinfra.net.fixture.SocketPairs;
import io.appinfra.net.state.StateSession;
import io.appinfra.net.state.StoredValue;
import io.appinfra.net.state.local.LocalStateStore;
import io.appinfra.net.state.view.EndOfCompute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ChannelStateStore} with the web process's end of the channel.
 */
@Timeout(60)
class ChannelStateStoreTests {

	private final LocalStateStore local = new LocalStateStore(100, 1000);

	private SocketPairs pairs;

	private SocketPairs.SocketPair pair;

	private Connection here;

	private Connection there;

	private Thread server;

	private ChannelStateStore store;

	@BeforeEach
	void open() throws IOException {
		this.pairs = new SocketPairs();
		this.pair = this.pairs.open();
		this.here = new Connection(this.pair.here(), Connection.MAX_FRAME);
		this.there = new Connection(this.pair.there(), Connection.MAX_FRAME);
		StateServer stateServer = new StateServer(this.local, new StateSession(this.local, "here").join("default", 1),
				new ChangeSender(this.local, this.there));
		this.server = new Thread(() -> serve(stateServer), "state-server");
		this.server.start();
		this.store = new ChannelStateStore(this.here, () -> {
		}, Outbox.open(this.here, "outbox"));
	}

	private void serve(StateServer stateServer) {
		try {
			stateServer.serve(this.there);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@AfterEach
	void close() throws Exception {
		this.here.close();
		this.server.join();
		this.there.close();
		this.pair.close();
		this.pairs.close();
		this.local.close();
	}

	@ParameterizedTest
	@NullSource
	@EmptySource
	void operationWhenNameOrKeyIsNullOrEmptyIsRefused(String nothing) {
		byte[] json = { '1' };
		List<Consumer<String>> operations = List.of((key) -> this.store.get("map", key),
				(key) -> this.store.put("map", key, json), (key) -> this.store.remove("map", key),
				(key) -> this.store.compareAndSet("map", key, StoredValue.ABSENT, json),
				(key) -> this.store.putAll("map", Collections.singletonMap(key, json)),
				(name) -> this.store.get(name, "key"), (name) -> this.store.size(name),
				(name) -> this.store.clear(name), (name) -> this.store.entries(name),
				(name) -> this.store.onChange(name, (key, value) -> {
				}), (name) -> this.store.count(name), (name) -> this.store.addAndGet(name, 1), this::lock);
		assertThat(operations).allSatisfy(
				(operation) -> assertThatIllegalArgumentException().isThrownBy(() -> operation.accept(nothing)));
		assertThat(this.store.size("map")).isZero();
	}

	@Test
	void computeWhenItCannotSucceedEnds() {
		EndOfCompute.check(this.store, this.store);
	}

	private void lock(String name) {
		try {
			this.store.lock(name, Duration.ZERO);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
