package io.appinfra.net.channel;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.appinfra.net.channel.Hello.Purpose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link ChannelServer} and {@link SocketDirectory}.
 */
@Timeout(30)
class ChannelServerTests {

	private ChannelServer server;

	@BeforeEach
	void open() throws IOException {
		this.server = ChannelServer.open();
	}

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void guestWithTokenIsServed() throws IOException {
		String token = this.server.expect(ChannelServerTests::echo);
		for (Purpose purpose : Purpose.values()) {
			try (Connection connection = connect(token, purpose)) {
				assertThat(connection.receive().body()).asString(StandardCharsets.UTF_8).isEqualTo(purpose.name());
			}
		}
	}

	@Test
	void guestMaySendLongFrames() throws IOException {
		String token = this.server.expect((purpose, connection) -> connection.send(connection.receive()));
		try (Connection connection = connect(token, Purpose.STATE)) {
			connection.send(new Frame(FrameType.STATE, 5, new byte[100_000]));
			assertThat(connection.receive().body()).hasSize(100_000);
			assertThat(connection.receive()).isNull();
		}
	}

	@Test
	void tokensAreLongAndDiffer() {
		String token = this.server.expect(ChannelServerTests::echo);
		assertThat(token).hasSize(64);
		assertThat(this.server.expect(ChannelServerTests::echo)).isNotEqualTo(token);
	}

	@Test
	void guestsAreReportedApartByTheirTokens() throws IOException {
		String one = this.server
			.expect((purpose, connection) -> connection.send(new Frame(FrameType.READY, 1, new byte[0])));
		String two = this.server
			.expect((purpose, connection) -> connection.send(new Frame(FrameType.READY, 2, new byte[0])));
		try (Connection first = connect(one, Purpose.CONTROL); Connection second = connect(two, Purpose.CONTROL)) {
			assertThat(second.receive().id()).isEqualTo(2);
			assertThat(first.receive().id()).isEqualTo(1);
		}
	}

	@Test
	void wrongTokenIsClosed() throws IOException {
		String token = this.server.expect(ChannelServerTests::echo);
		assertClosed(hello(Hello.PROTOCOL, token.substring(1)));
		assertClosed(hello(Hello.PROTOCOL, ""));
		assertClosed(hello(Hello.PROTOCOL, null));
	}

	@Test
	void forgottenTokenIsClosed() throws IOException {
		String token = this.server.expect(ChannelServerTests::echo);
		this.server.forget(token);
		assertClosed(hello(Hello.PROTOCOL, token));
	}

	@Test
	void connectWithUnknownTokenThrows() {
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> connect("unknown", Purpose.CONTROL))
			.withMessageContaining("does not know the token");
	}

	@Test
	void tokenThatWasUsedLetsNobodyElseIn() throws IOException {
		String token = this.server.expect((purpose, connection) -> connection.send(connection.receive()));
		try (Connection first = connect(token, Purpose.CONTROL)) {
			assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> connect(token, Purpose.CONTROL));
			first.send(new Frame(FrameType.READY, 7, new byte[0]));
			assertThat(first.receive().id()).isEqualTo(7);
		}
		assertClosed(hello(Hello.PROTOCOL, token));
	}

	@Test
	void tokenThatWasUsedByManyAtOnceLetsOneIn() throws Exception {
		AtomicInteger served = new AtomicInteger();
		String token = this.server.expect((purpose, connection) -> {
			served.incrementAndGet();
			connection.receive();
		});
		List<Connection> connections = new ArrayList<>();
		for (int i = 0; i < 30; i++) {
			connections.add(hello(Hello.PROTOCOL, token));
		}
		int welcome = 0;
		for (Connection connection : connections) {
			try (connection) {
				Frame answer = connection.receive();
				welcome += (answer != null && answer.type() == FrameType.WELCOME) ? 1 : 0;
			}
		}
		assertThat(welcome).isEqualTo(1);
		assertThat(served).hasValue(1);
	}

	@Test
	void otherProtocolIsReportedAndClosed() throws IOException {
		String token = this.server.expect(ChannelServerTests::echo);
		try (Connection connection = hello(Hello.PROTOCOL + 1, token)) {
			Frame answer = connection.receive();
			assertThat(answer.type()).isEqualTo(FrameType.REFUSED);
			assertThat(answer.message(String.class)).contains("version 2").contains("version 1");
			assertThat(connection.receive()).isNull();
		}
	}

	@Test
	void otherProtocolOfUnknownIsNotReported() throws IOException {
		assertClosed(hello(Hello.PROTOCOL + 1, "unknown"));
	}

	@Test
	void otherFrameThanHelloIsClosed() throws IOException {
		String token = this.server.expect(ChannelServerTests::echo);
		Connection connection = new Connection(stranger(), Connection.MAX_FRAME);
		connection.send(Frame.of(FrameType.LOG, new Hello(Hello.PROTOCOL, token, Purpose.CONTROL)));
		assertClosed(connection);
	}

	@Test
	void garbageIsClosed() throws IOException {
		for (String garbage : List.of("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
				"\0\0\0\u0010\0\0\0\0\0\0\0\0\0{nojson")) {
			SocketChannel stranger = stranger();
			stranger.write(ByteBuffer.wrap(garbage.getBytes(StandardCharsets.ISO_8859_1)));
			assertClosed(new Connection(stranger, Connection.MAX_FRAME));
		}
	}

	@Test
	void guestWhenItFailsLeavesServerAsItWas() throws IOException {
		String failing = this.server.expect((purpose, connection) -> {
			throw new IOException("failed");
		});
		try (Connection connection = connect(failing, Purpose.CONTROL)) {
			assertThat(connection.receive()).isNull();
		}
		guestWithTokenIsServed();
	}

	@Test
	void silentStrangersDoNotKeepGuestOut() throws IOException {
		List<SocketChannel> strangers = new ArrayList<>();
		for (int i = 0; i < 200; i++) {
			strangers.add(stranger());
		}
		guestWithTokenIsServed();
		assertClosed(new Connection(strangers.get(0), Connection.MAX_FRAME));
		for (SocketChannel stranger : strangers) {
			stranger.close();
		}
	}

	@Test
	void firstStrangerMakesRoomForTheOneTooMany() throws IOException {
		List<SocketChannel> strangers = new ArrayList<>();
		try (ChannelServer patient = ChannelServer.open(Duration.ofHours(1))) {
			for (int i = 0; i < 65; i++) {
				strangers.add(SocketChannel.open(UnixDomainSocketAddress.of(patient.path())));
			}
			Connection first = new Connection(strangers.get(0), Connection.MAX_FRAME);
			assertThat(CompletableFuture.runAsync(() -> assertClosed(first))).succeedsWithin(Duration.ofSeconds(20));
		}
		finally {
			for (SocketChannel stranger : strangers) {
				stranger.close();
			}
		}
	}

	@Test
	void closeClosesStrangers() throws IOException {
		SocketChannel stranger = stranger();
		guestWithTokenIsServed();
		this.server.close();
		assertClosed(new Connection(stranger, Connection.MAX_FRAME));
	}

	@Test
	void directoryIsOpenToItsOwnerAloneAndGoneAfterClose() throws IOException {
		Path path = this.server.path();
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path.getParent())))
			.isEqualTo("rwx------");
		assertThat(path.toString().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(102);
		this.server.close();
		assertThat(path.getParent()).doesNotExist();
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> connect("token", Purpose.CONTROL));
		this.server.close();
	}

	@Test
	void openSweepsWhatDeadServersHaveLeftAndNothingElse() throws IOException {
		Path temp = this.server.path().getParent().getParent();
		FileTime old = FileTime.from(Instant.now().minusSeconds(120));
		Path dead = createDirectoryOfDeadServer(temp);
		Path starting = createDirectoryOfDeadServer(temp);
		Files.setLastModifiedTime(dead, old);
		Files.setLastModifiedTime(this.server.path().getParent(), old);
		try (ChannelServer next = ChannelServer.open()) {
			assertThat(dead).doesNotExist();
			assertThat(starting.resolve("s")).exists();
			assertThat(this.server.path()).exists();
			assertThat(next.path()).isNotEqualTo(this.server.path());
			guestWithTokenIsServed();
		}
		finally {
			SocketDirectory.delete(starting.resolve("s"));
		}
	}

	private static Path createDirectoryOfDeadServer(Path temp) throws IOException {
		Path directory = Files.createTempDirectory(temp, "appinfra-");
		try (ServerSocketChannel left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
			left.bind(UnixDomainSocketAddress.of(directory.resolve("s")));
		}
		return directory;
	}

	@Test
	void openSweepsOldDirectoriesThatNeverGotASocketIfTheyAreEmpty() throws IOException {
		Path temp = this.server.path().getParent().getParent();
		Path old = createDirectory(temp, Instant.now().minusSeconds(120));
		Path fresh = createDirectory(temp, Instant.now());
		Path full = Files.createTempDirectory(temp, "appinfra-");
		Path file = Files.createFile(full.resolve("of-somebody"));
		Files.setLastModifiedTime(full, FileTime.from(Instant.now().minusSeconds(120)));
		try (ChannelServer next = ChannelServer.open()) {
			assertThat(old).doesNotExist();
			assertThat(fresh).exists();
			assertThat(file).exists();
			assertThat(next.path()).exists();
		}
		finally {
			Files.delete(fresh);
			Files.delete(file);
			Files.delete(full);
		}
	}

	@Test
	void closeEndsThreadsOfAllButGuests() throws Exception {
		Set<Thread> others = threads();
		ChannelServer closed = ChannelServer.open();
		String token = closed.expect((purpose, connection) -> {
			connection.send(new Frame(FrameType.READY, 0, new byte[0]));
			connection.receive();
		});
		SocketChannel stranger = SocketChannel.open(UnixDomainSocketAddress.of(closed.path()));
		try (Connection guest = ChannelClient.connect(closed.path(), token, Purpose.CONTROL)) {
			guest.receive();
			await().until(() -> threadsBeside(others).size() == 3);
			closed.close();
			assertThat(threadsBeside(others)).hasSize(1);
		}
		finally {
			stranger.close();
		}
	}

	private static Set<Thread> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("appinfra-channel"))
			.collect(Collectors.toSet());
	}

	private static Set<Thread> threadsBeside(Set<Thread> others) {
		Set<Thread> threads = threads();
		threads.removeAll(others);
		return threads;
	}

	private static Path createDirectory(Path parent, Instant modified) throws IOException {
		return Files.setLastModifiedTime(Files.createTempDirectory(parent, "appinfra-"), FileTime.from(modified));
	}

	private static void echo(Purpose purpose, Connection connection) throws IOException {
		connection.send(new Frame(FrameType.READY, 0, purpose.name().getBytes(StandardCharsets.UTF_8)));
	}

	private Connection connect(String token, Purpose purpose) throws IOException {
		return ChannelClient.connect(this.server.path(), token, purpose);
	}

	private Connection hello(int protocol, @Nullable String token) throws IOException {
		Connection connection = new Connection(stranger(), Connection.MAX_FRAME);
		connection.send(Frame.of(FrameType.HELLO, new Hello(protocol, token, Purpose.CONTROL)));
		return connection;
	}

	private SocketChannel stranger() throws IOException {
		return SocketChannel.open(UnixDomainSocketAddress.of(this.server.path()));
	}

	private static void assertClosed(Connection connection) {
		try (connection) {
			assertThat(connection.receive()).isNull();
		}
		catch (IOException ex) {
			assertThat(ex).hasMessageContaining("reset");
		}
	}

}
