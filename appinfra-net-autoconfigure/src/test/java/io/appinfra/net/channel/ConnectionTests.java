package io.appinfra.net.channel;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link Connection} over a real socket.
 */
@Timeout(30)
class ConnectionTests {

	private static final int LARGE = 5 * 1024 * 1024;

	private SocketChannel rawHere;

	private Connection here;

	private Connection there;

	@BeforeEach
	void connect() throws IOException {
		Path directory = Files.createTempDirectory("con");
		Path path = directory.resolve("s");
		try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
			server.bind(UnixDomainSocketAddress.of(path));
			this.rawHere = SocketChannel.open(UnixDomainSocketAddress.of(path));
			this.there = new Connection(server.accept(), Connection.MAX_FRAME);
		}
		finally {
			Files.deleteIfExists(path);
			Files.delete(directory);
		}
	}

	@AfterEach
	void close() throws IOException {
		this.rawHere.close();
		this.there.close();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 65_535, 65_536, 65_537, 65_536 - 13, 65_536 - 12, 131_072, LARGE })
	void receiveReturnsWhatWasSent(int length) throws Exception {
		byte[] body = random(length);
		FutureTask<Frame> received = receiving();
		here().send(new Frame(FrameType.STATE, Long.MIN_VALUE + 5, body));
		Frame frame = received.get();
		assertThat(frame.type()).isEqualTo(FrameType.STATE);
		assertThat(frame.id()).isEqualTo(Long.MIN_VALUE + 5);
		assertThat(frame.body()).isEqualTo(body);
	}

	@Test
	void receiveReturnsEachFrameType() throws Exception {
		for (FrameType type : FrameType.values()) {
			here().send(new Frame(type, type.ordinal(), new byte[type.ordinal()]));
			Frame frame = this.there.receive();
			assertThat(frame).isNotNull().extracting(Frame::type).isEqualTo(type);
		}
	}

	@Test
	void sendByManyThreadsKeepsFramesWhole() throws Exception {
		List<Thread> senders = new ArrayList<>();
		here();
		for (int i = 0; i < 8; i++) {
			int sender = i;
			senders.add(thread(() -> {
				for (int number = 0; number < 20; number++) {
					this.here.send(new Frame(FrameType.RESULT, sender, body(sender, number)));
				}
				return null;
			}));
		}
		int[] next = new int[8];
		for (int i = 0; i < 8 * 20; i++) {
			Frame frame = this.there.receive();
			int sender = (int) frame.id();
			assertThat(frame.body()).isEqualTo(body(sender, next[sender]++));
		}
		for (Thread sender : senders) {
			sender.join();
		}
	}

	@Test
	void interruptOfReceiverLosesNothing() throws Exception {
		FutureTask<Boolean> receiver = new FutureTask<>(() -> {
			for (int i = 0; i < 50; i++) {
				Frame frame = this.there.receive();
				assertThat(frame.id()).isEqualTo(i);
				assertThat(frame.body()).isEqualTo(body(1, i));
			}
			return Thread.interrupted();
		});
		Thread thread = start(receiver);
		for (int i = 0; i < 50; i++) {
			thread.interrupt();
			here().send(new Frame(FrameType.RESULT, i, body(1, i)));
			thread.interrupt();
		}
		assertThat(receiver.get()).isTrue();
		assertThat(this.there.isOpen()).isTrue();
	}

	@Test
	void interruptOfSenderLosesNothing() throws Exception {
		byte[] body = random(LARGE);
		here();
		FutureTask<Boolean> sender = new FutureTask<>(() -> {
			this.here.send(new Frame(FrameType.RESULT, 1, body));
			return Thread.interrupted();
		});
		Thread thread = start(sender);
		thread.interrupt();
		awaitSelecting(thread);
		thread.interrupt();
		assertThat(this.there.receive().body()).isEqualTo(body);
		assertThat(sender.get()).isTrue();
		assertThat(this.here.isOpen()).isTrue();
		this.here.send(new Frame(FrameType.READY, 2, new byte[0]));
		assertThat(this.there.receive().id()).isEqualTo(2);
	}

	@ParameterizedTest
	@CsvSource({ "-1, 1", "0, 1", "8, 1", "-2147483648, 1", "2147483647, 1", "33554442, 1", "9, -1", "9, 127" })
	void receiveOfWhatIsNoFrameThrows(int length, byte type) throws IOException {
		writeHeader(length, type);
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> this.there.receive())
			.withMessageStartingWith("No frame");
	}

	@Test
	void receiveFromStrangerTakesShortFramesUntilTrusted() throws Exception {
		Connection[] ends = new Connection[1];
		ends[0] = new Connection(this.rawHere, 100);
		this.there.send(new Frame(FrameType.HELLO, 0, new byte[100]));
		assertThat(ends[0].receive().body()).hasSize(100);
		ends[0].trust();
		this.there.send(new Frame(FrameType.HELLO, 0, new byte[101]));
		assertThat(ends[0].receive().body()).hasSize(101);
	}

	@Test
	void receiveFromStrangerOfLongFrameThrows() throws Exception {
		Connection end = new Connection(this.rawHere, 100);
		this.there.send(new Frame(FrameType.HELLO, 0, new byte[101]));
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(end::receive);
	}

	@Test
	void receiveOfManyClaimsDoesNotAllocateWhatIsClaimed() throws Exception {
		writeHeader(Connection.MAX_FRAME, (byte) 1);
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		FutureTask<Long> receiver = new FutureTask<>(() -> {
			long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
			this.there.receive();
			return threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
		});
		start(receiver);
		this.rawHere.close();
		assertThat(receiver.get()).isLessThan(1024 * 1024);
	}

	@Test
	void receiveAtEndOfStreamReturnsNull() throws IOException {
		this.rawHere.close();
		assertThat(this.there.receive()).isNull();
		assertThat(this.there.receive()).isNull();
	}

	@Test
	void receiveAtEndOfStreamInHeaderReturnsNull() throws IOException {
		this.rawHere.write(ByteBuffer.allocate(5));
		this.rawHere.close();
		assertThat(this.there.receive()).isNull();
	}

	@Test
	void receiveAtEndOfStreamInBodyReturnsNull() throws IOException {
		writeHeader(9 + 100, (byte) 1);
		this.rawHere.write(ByteBuffer.allocate(99));
		this.rawHere.close();
		assertThat(this.there.receive()).isNull();
	}

	@Test
	void receiveOfFrameInPiecesReturnsIt() throws Exception {
		FutureTask<Frame> received = receiving();
		ByteBuffer frame = ByteBuffer.allocate(13 + 4).putInt(9 + 4).put((byte) 1).putLong(7).putInt(42).flip();
		while (frame.hasRemaining()) {
			this.rawHere.write(ByteBuffer.wrap(new byte[] { frame.get() }));
			Thread.yield();
		}
		assertThat(new BodyReader(received.get().body()).getInt()).isEqualTo(42);
	}

	@Test
	void receiveWithLimitWhenNothingComesThrows() {
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> this.there.receive(Duration.ofMillis(20)))
			.withMessageContaining("No frame came within PT0.02S");
	}

	@Test
	void receiveWithLimitWhenBytesDripThrows() throws Exception {
		FutureTask<Frame> received = new FutureTask<>(() -> this.there.receive(Duration.ofMillis(300)));
		start(received);
		ByteBuffer frame = ByteBuffer.allocate(13 + 1000).putInt(9 + 1000).put((byte) 1).putLong(7).rewind();
		await().pollInterval(Duration.ofMillis(10)).until(() -> {
			this.rawHere.write(frame.duplicate().limit(frame.position() + 1));
			frame.position(frame.position() + 1);
			return received.isDone();
		});
		assertThatThrownBy(received::get).hasCauseInstanceOf(ProtocolException.class);
		assertThat(frame.remaining()).isPositive();
	}

	@Test
	void receiveWithLimitWhenInterruptedKeepsTheInterrupt() throws Exception {
		FutureTask<Boolean> receiver = new FutureTask<>(() -> {
			Thread.currentThread().interrupt();
			assertThatExceptionOfType(ProtocolException.class)
				.isThrownBy(() -> this.there.receive(Duration.ofMillis(20)));
			return Thread.interrupted();
		});
		start(receiver);
		assertThat(receiver.get()).isTrue();
	}

	@Test
	void closeWakesReceiver() throws Exception {
		FutureTask<Frame> received = new FutureTask<>(() -> this.there.receive());
		awaitSelecting(start(received));
		this.there.close();
		assertThatThrownBy(received::get).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(IOException.class);
		assertThat(this.there.isOpen()).isFalse();
	}

	@Test
	void closeWakesSenderThatNobodyReadsFrom() throws Exception {
		here();
		FutureTask<Void> sent = new FutureTask<>(() -> {
			this.here.send(new Frame(FrameType.RESULT, 1, new byte[LARGE]));
			return null;
		});
		awaitSelecting(start(sent));
		this.here.close();
		assertThatThrownBy(sent::get).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(IOException.class);
	}

	@Test
	void closeOfOtherEndEndsSender() throws Exception {
		here();
		FutureTask<Void> sent = new FutureTask<>(() -> {
			this.here.send(new Frame(FrameType.RESULT, 1, new byte[LARGE]));
			return null;
		});
		awaitSelecting(start(sent));
		this.there.close();
		assertThatThrownBy(sent::get).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(IOException.class);
	}

	@Test
	void sendAndReceiveAfterCloseThrow() {
		this.there.close();
		this.there.close();
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.there.receive());
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> this.there.send(new Frame(FrameType.READY, 0, new byte[0])));
	}

	@Test
	void sendOfTooLongFrameThrowsAndLeavesConnectionUsable() throws Exception {
		here();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.here.send(new Frame(FrameType.RESULT, 0, new byte[Connection.MAX_FRAME])));
		this.here.send(new Frame(FrameType.READY, 3, new byte[0]));
		assertThat(this.there.receive().id()).isEqualTo(3);
	}

	@Test
	void messageThatIsNotOfItsTypeThrows() {
		Frame frame = new Frame(FrameType.HELLO, 0, new byte[] { '{' });
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> frame.message(Hello.class));
	}

	private Connection here() throws IOException {
		if (this.here == null) {
			this.here = new Connection(this.rawHere, Connection.MAX_FRAME);
		}
		return this.here;
	}

	private FutureTask<Frame> receiving() {
		FutureTask<Frame> received = new FutureTask<>(() -> this.there.receive());
		start(received);
		return received;
	}

	private void writeHeader(int length, byte type) throws IOException {
		this.rawHere.write(ByteBuffer.allocate(13).putInt(length).put(type).putLong(0).flip());
	}

	private static Thread thread(Callable<Void> task) {
		return start(new FutureTask<>(task));
	}

	private static Thread start(FutureTask<?> task) {
		Thread thread = new Thread(task);
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

	private static void awaitSelecting(Thread thread) {
		await().pollInterval(Duration.ofMillis(2))
			.until(() -> List.of(thread.getStackTrace())
				.stream()
				.anyMatch((call) -> call.getMethodName().equals("select")));
	}

	private static byte[] body(int sender, int number) {
		return new Random(sender * 1000L + number).ints(number * 997L, 0, 256)
			.collect(() -> ByteBuffer.allocate(number * 997), (buffer, value) -> buffer.put((byte) value),
					ByteBuffer::put)
			.array();
	}

	private static byte[] random(int length) {
		byte[] bytes = new byte[length];
		new Random(length).nextBytes(bytes);
		return bytes;
	}

}
