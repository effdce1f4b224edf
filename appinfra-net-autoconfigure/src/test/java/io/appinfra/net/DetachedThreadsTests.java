package io.appinfra.net;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DetachedThreads}.
 */
class DetachedThreadsTests {

	private static final InheritableThreadLocal<String> REQUEST = new InheritableThreadLocal<>();

	private final ClassLoader original = Thread.currentThread().getContextClassLoader();

	private final DetachedThreads factory = new DetachedThreads("numbered-");

	@BeforeEach
	void becomeRequest() {
		REQUEST.set("a request");
		Thread.currentThread().setContextClassLoader(new URLClassLoader(new URL[0]));
	}

	@AfterEach
	void becomeTest() {
		REQUEST.remove();
		Thread.currentThread().setContextClassLoader(this.original);
	}

	@ParameterizedTest
	@EnumSource
	void threadWhenMadeByRequestHasNothingOfIt(Way way) {
		CompletableFuture<Boolean> inherited = new CompletableFuture<>();
		Thread thread = way.maker.apply(this.factory).apply(() -> inherited.complete(REQUEST.get() != null));
		thread.start();
		assertThat(inherited.join()).isFalse();
		assertThat(thread.getContextClassLoader()).isSameAs(this.original);
		assertThat(thread.getName()).isEqualTo(way.name);
		assertThat(thread.isDaemon()).isEqualTo(way.daemon);
	}

	enum Way {

		FACTORY((factory) -> factory::newThread, "numbered-1", true),

		DAEMON((factory) -> (task) -> DetachedThreads.daemon("one", task), "one", true),

		KEEPING_ALIVE((factory) -> (task) -> DetachedThreads.keepingAlive("one", task), "one", false);

		private final Function<DetachedThreads, Function<Runnable, Thread>> maker;

		private final String name;

		private final boolean daemon;

		Way(Function<DetachedThreads, Function<Runnable, Thread>> maker, String name, boolean daemon) {
			this.maker = maker;
			this.name = name;
			this.daemon = daemon;
		}

	}

}
