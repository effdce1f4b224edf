package io.appinfra.net.channel;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.appinfra.net.fixture.SocketPairs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link Receiver}.
 */
class ReceiverTests {

	private final List<String> handled = new ArrayList<>();

	private final Receiver receiver = new Receiver();

	private SocketPairs pairs;

	@BeforeEach
	void open() throws IOException {
		this.pairs = new SocketPairs();
	}

	@AfterEach
	void close() throws IOException {
		this.pairs.close();
	}

	@Test
	void receiveWhenTypesHaveHandlersHandsEachFrameToItsOwn() throws IOException {
		handle(FrameType.READY).handle(FrameType.STOP);
		receive(FrameType.STOP, FrameType.READY, FrameType.STOP);
		assertThat(this.handled).containsExactly("STOP 1", "READY 2", "STOP 3");
	}

	@Test
	void receiveWhenTypeHasNoHandlerEndsAtItsFrame() {
		handle(FrameType.READY);
		assertThatExceptionOfType(ProtocolException.class)
			.isThrownBy(() -> receive(FrameType.READY, FrameType.STOP, FrameType.READY))
			.withMessage("Unexpected STOP");
		assertThat(this.handled).containsExactly("READY 1");
	}

	@Test
	void receiveWhenHandlerFailsEndsWithItsFailure() {
		IllegalArgumentException failure = new IllegalArgumentException("odd");
		this.receiver.on(FrameType.READY, (frame) -> {
			throw failure;
		});
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> receive(FrameType.READY))
			.withMessageStartingWith("READY could not be handled: ")
			.withMessageEndingWith("odd")
			.withCause(failure);
	}

	@Test
	void receiveWhenHandlerRefusesFrameThrowsWhatItThrew() {
		ProtocolException refused = new ProtocolException("not so");
		this.receiver.on(FrameType.READY, (frame) -> {
			throw refused;
		});
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> receive(FrameType.READY)).isSameAs(refused);
	}

	@Test
	void onWhenTypeHasHandlerRefusesAnother() {
		handle(FrameType.READY);
		assertThatIllegalStateException().isThrownBy(() -> handle(FrameType.READY)).withMessage("READY has a handler");
	}

	private ReceiverTests handle(FrameType type) {
		this.receiver.on(type, (frame) -> this.handled.add(frame.type() + " " + frame.id()));
		return this;
	}

	private void receive(FrameType... types) throws IOException {
		try (SocketPairs.SocketPair pair = this.pairs.open();
				Connection here = new Connection(pair.here(), Connection.MAX_FRAME);
				Connection there = new Connection(pair.there(), Connection.MAX_FRAME)) {
			long id = 0;
			for (FrameType type : types) {
				here.send(new Frame(type, ++id, new byte[0]));
			}
			pair.here().shutdownOutput();
			this.receiver.receive(there);
		}
	}

}
