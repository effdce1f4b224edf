package io.appinfra.net.channel;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import com.sun.management.UnixOperatingSystemMXBean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.appinfra.net.channel.Hello.Purpose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

/**
 * Many strangers at once at a {@link ChannelServer}, and a guest who is to be served all
 * the same.
 */
@Timeout(120)
class StrangersIT {

	private static final int COUNT = 200;

	/**
	 * What this process may open beside, such as a jar that a class is in.
	 */
	private static final int FEW = COUNT / 10;

	private static final int OPERATIONS = 300;

	private static final Duration HELLO_TIMEOUT = Duration.ofSeconds(1);

	private static final long DROP_NANOS = 20_000_000;

	private final AtomicInteger strangersServed = new AtomicInteger();

	private final AtomicBoolean over = new AtomicBoolean();

	private ExecutorService executor;

	private ChannelServer server;

	private String used;

	@BeforeEach
	void open() throws IOException {
		this.executor = Executors.newCachedThreadPool();
		this.server = ChannelServer.open(HELLO_TIMEOUT);
		this.used = this.server.expect((purpose, connection) -> this.strangersServed.incrementAndGet());
	}

	@AfterEach
	void close() {
		this.over.set(true);
		this.executor.shutdownNow();
		this.server.close();
	}

	@ParameterizedTest
	@EnumSource
	@Tag("full")
	void guestWhenStrangersComeIsServedAndTheyAreNot(Stranger stranger) throws Exception {
		serveGuest();
		long descriptors = descriptors();
		List<Future<?>> strangers = start(List.of(stranger));
		serveGuest();
		end(strangers);
		assertNothingIsKept(descriptors);
	}

	@Test
	void guestsWhenStrangersOfAllKindsComeAreServedAndTheyAreNot() throws Exception {
		serveGuest();
		long descriptors = descriptors();
		List<Future<?>> strangers = start(List.of(Stranger.values()));
		for (int i = 0; i < 10; i++) {
			serveGuest();
		}
		end(strangers);
		assertNothingIsKept(descriptors);
	}

	@Test
	void strangersWhenSilentHaveNoMemoryOutsideOfHeap() throws IOException {
		serveGuest();
		long before = memoryOutsideOfHeap();
		List<SocketChannel> strangers = new ArrayList<>();
		for (int i = 0; i < COUNT; i++) {
			strangers.add(SocketChannel.open(UnixDomainSocketAddress.of(this.server.path())));
		}
		await().until(() -> channelThreads().size() >= 32);
		assertThat(memoryOutsideOfHeap() - before).isLessThan(1024 * 1024);
		for (SocketChannel stranger : strangers) {
			stranger.close();
		}
	}

	@Test
	void strangerWhenItDripsIsClosedInTime() throws IOException {
		try (SocketChannel stranger = SocketChannel.open(UnixDomainSocketAddress.of(this.server.path()))) {
			ByteBuffer hello = ByteBuffer.allocate(13 + 1000).putInt(9 + 1000).rewind();
			assertThatIOException().isThrownBy(() -> {
				while (hello.hasRemaining()) {
					Stranger.send(stranger, hello.get());
					LockSupport.parkNanos(DROP_NANOS);
				}
			});
		}
	}

	private static long memoryOutsideOfHeap() {
		return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)
			.stream()
			.filter((pool) -> pool.getName().equals("direct"))
			.mapToLong(BufferPoolMXBean::getMemoryUsed)
			.sum();
	}

	private List<Future<?>> start(List<Stranger> kinds) {
		List<Future<?>> strangers = new ArrayList<>();
		for (int i = 0; i < COUNT; i++) {
			Stranger stranger = kinds.get(i % kinds.size());
			strangers.add(this.executor.submit(() -> {
				come(stranger);
				return null;
			}));
		}
		return strangers;
	}

	private void come(Stranger stranger) throws IOException {
		do {
			try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(this.server.path()))) {
				stranger.behave(channel, this);
				awaitClose(channel, stranger);
			}
			catch (IOException ex) {
				assertThat(ex).hasMessageMatching("Broken pipe|Connection reset.*");
			}
		}
		while (!this.over.get());
	}

	private void awaitClose(SocketChannel channel, Stranger stranger) throws IOException {
		int read = (stranger != Stranger.CONNECTS_AND_CLOSES) ? channel.read(ByteBuffer.allocate(1)) : -1;
		assertThat(read).as("nobody answers strangers").isEqualTo(-1);
	}

	private void end(List<Future<?>> strangers) throws Exception {
		this.over.set(true);
		for (Future<?> stranger : strangers) {
			stranger.get();
		}
		assertThat(this.strangersServed).hasValue(0);
	}

	private void serveGuest() throws IOException {
		String token = this.server.expect(StrangersIT::echo);
		try (Connection control = ChannelClient.connect(this.server.path(), token, Purpose.CONTROL);
				Connection state = ChannelClient.connect(this.server.path(), token, Purpose.STATE)) {
			for (int i = 0; i < OPERATIONS; i++) {
				control.send(new Frame(FrameType.READY, i, new byte[i]));
				state.send(new Frame(FrameType.STATE, i, new byte[i * 100]));
				assertThat(state.receive().body()).hasSize(i * 100);
				assertThat(control.receive().id()).isEqualTo(i);
			}
		}
	}

	private static void echo(Purpose purpose, Connection connection) throws IOException {
		Frame frame = connection.receive();
		while (frame != null) {
			connection.send(frame);
			frame = connection.receive();
		}
	}

	private void assertNothingIsKept(long descriptors) {
		await().untilAsserted(() -> {
			assertThat(channelThreads()).as("threads").isEmpty();
			assertThat(descriptors()).as("descriptors").isLessThan(descriptors + FEW);
		});
	}

	private static List<Thread> channelThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("appinfra-channel"))
			.toList();
	}

	private static long descriptors() {
		return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getOpenFileDescriptorCount();
	}

	private static byte[] hello(int protocol, @Nullable String token) {
		byte[] body = Frame.of(FrameType.HELLO, new Hello(protocol, token, Purpose.CONTROL)).body();
		return ByteBuffer.allocate(13 + body.length)
			.putInt(9 + body.length)
			.put((byte) FrameType.HELLO.ordinal())
			.putLong(0)
			.put(body)
			.array();
	}

	/**
	 * What a stranger does.
	 */
	enum Stranger {

		HAS_NO_TOKEN {
			@Override
			void behave(SocketChannel channel, StrangersIT test) throws IOException {
				send(channel, hello(Hello.PROTOCOL, null));
			}
		},

		HAS_WRONG_TOKEN {
			@Override
			void behave(SocketChannel channel, StrangersIT test) throws IOException {
				send(channel, hello(Hello.PROTOCOL, "f".repeat(64)));
			}
		},

		HAS_PREFIX_OF_TOKEN {
			@Override
			void behave(SocketChannel channel, StrangersIT test) throws IOException {
				send(channel, hello(Hello.PROTOCOL, test.used.substring(0, 63)));
			}
		},

		SPEAKS_OTHER_VERSION {
			@Override
			void behave(SocketChannel channel, StrangersIT test) throws IOException {
				send(channel, hello(Hello.PROTOCOL + 1, "f".repeat(64)));
			}
		},

		IS_SILENT {
			@Override
			void behave(SocketChannel channel, StrangersIT test) {
			}
		},

		SENDS_GARBAGE {
			@Override
			void behave(SocketChannel channel, StrangersIT test) throws IOException {
				send(channel, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.UTF_8));
			}
		},

		ANNOUNCES_TWO_GIGABYTES {
			@Override
			void behave(SocketChannel channel, StrangersIT test) throws IOException {
				send(channel, ByteBuffer.allocate(13).putInt(Integer.MAX_VALUE).array());
			}
		},

		DRIPS {
			@Override
			void behave(SocketChannel channel, StrangersIT test) throws IOException {
				for (byte drop : hello(Hello.PROTOCOL, "f".repeat(64))) {
					send(channel, drop);
					LockSupport.parkNanos(DROP_NANOS);
				}
			}
		},

		SENDS_HALF_A_HELLO {
			@Override
			void behave(SocketChannel channel, StrangersIT test) throws IOException {
				send(channel, Arrays.copyOf(hello(Hello.PROTOCOL, test.used), 60));
			}
		},

		CONNECTS_AND_CLOSES {
			@Override
			void behave(SocketChannel channel, StrangersIT test) {
			}
		};

		abstract void behave(SocketChannel channel, StrangersIT test) throws IOException;

		static void send(SocketChannel channel, byte... bytes) throws IOException {
			channel.write(ByteBuffer.wrap(bytes));
		}

	}

}
