package io.appinfra.net.remote.state;

import java.io.IOException;
import java.nio.ByteBuffer;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

import io.appinfra.net.channel.Connection;
import io.appinfra.net.channel.Frame;
import io.appinfra.net.channel.FrameType;
import io.appinfra.net.fixture.SocketPairs;
import io.appinfra.net.state.StateSession;
import io.appinfra.net.state.StateSummary;
import io.appinfra.net.state.local.LocalStateStore;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Fuzzes {@link StateServer} with any bodies as operations, one after the other: each has
 * one answer, and the state stays within its limits. In an input a byte with its length
 * comes before each body.
 */
class StateServerJazzerIT {

	private static final int MAX_OPERATIONS = 32;

	private static final int MAX_ENTRIES = 5;

	private static final int MAX_VALUE = 50;

	private static SocketPairs pairs;

	@BeforeAll
	static void open() throws IOException {
		pairs = new SocketPairs();
	}

	@AfterAll
	static void close() throws IOException {
		pairs.close();
	}

	@FuzzTest(maxDuration = "6s")
	void answerOfAnyBodiesIsOneResultOrFailureEach(byte[] input) throws IOException {
		LocalStateStore store = new LocalStateStore(MAX_ENTRIES, MAX_VALUE);
		StateSession.Member member = new StateSession(store, "here").join("default", 1);
		try (SocketPairs.SocketPair pair = pairs.open();
				Connection here = new Connection(pair.here(), Connection.MAX_FRAME);
				Connection there = new Connection(pair.there(), Connection.MAX_FRAME)) {
			int operations = send(here, ByteBuffer.wrap(input));
			pair.here().shutdownOutput();
			new StateServer(store, member, new ChangeSender(store, there)).serve(there);
			pair.there().shutdownOutput();
			assertAnswered(here, operations);
			assertWithinLimits(store.summary());
		}
		finally {
			store.close();
		}
	}

	private static int send(Connection connection, ByteBuffer input) throws IOException {
		int operations = 0;
		while (input.hasRemaining() && operations < MAX_OPERATIONS) {
			byte[] body = new byte[Math.min(input.get() & 0xff, input.remaining())];
			input.get(body);
			connection.send(new Frame(FrameType.STATE, operations, body));
			operations++;
		}
		return operations;
	}

	private static void assertAnswered(Connection connection, int operations) throws IOException {
		int answered = 0;
		Frame answer = connection.receive();
		while (answer != null) {
			if (answer.type() != FrameType.CHANGE) {
				assertThat(answer.id()).isEqualTo(answered);
				assertThat(answer.type()).isIn(FrameType.PART, FrameType.RESULT, FrameType.FAILURE);
				answered += (answer.type() != FrameType.PART) ? 1 : 0;
			}
			answer = connection.receive();
		}
		assertThat(answered).isEqualTo(operations);
	}

	private static void assertWithinLimits(StateSummary summary) {
		assertThat(summary.maps()).hasSizeLessThanOrEqualTo(MAX_ENTRIES);
		assertThat(summary.maps().values()).allMatch((map) -> map.size() <= MAX_ENTRIES);
		assertThat(summary.counters()).hasSizeLessThanOrEqualTo(MAX_ENTRIES);
	}

}
