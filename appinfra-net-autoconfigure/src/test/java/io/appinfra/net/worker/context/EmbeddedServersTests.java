package io.appinfra.net.worker.context;

import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.context.annotation.Import;

import io.appinfra.net.ticker.RunIn;
import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.Ticker;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EmbeddedServers}: servers that an application runs itself run in the
 * web process.
 */
class EmbeddedServersTests {

	@Test
	void serverWhenTickerNeedsItsClientIsNotStarted() {
		try (Worker worker = Worker.of(Directory.class, NeedsClient.class)) {
			assertThat(worker.get(Client.class)).isNotNull();
			assertThat(Worker.effects).containsExactly("first", "client");
		}
	}

	@Test
	void serverWhenTickerNeedsItItselfIsStarted() {
		try (Worker worker = Worker.of(Directory.class, NeedsServer.class)) {
			assertThat(worker.context().isRunning()).isTrue();
			assertThat(Worker.effects).containsExactly("server");
		}
	}

	@Test
	void serverIsKnownByItsName() {
		assertThat(EmbeddedServers.include(new InMemoryDirectoryServer())).isTrue();
		assertThat(EmbeddedServers.include(new Client())).isFalse();
	}

	@Configuration(proxyBeanMethods = false)
	static class Directory {

		@Bean
		InMemoryDirectoryServer directoryServer() {
			Worker.effect("server");
			return new InMemoryDirectoryServer();
		}

		@Bean
		Object first() {
			Worker.effect("first");
			return new Object();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Client.class)
	static class NeedsClient {

		@Bean
		@Tick(interval = "1h", initialDelay = "1h", runIn = RunIn.WORKER, worker = "market")
		Ticker ticker(Client client) {
			return (tick) -> {
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NeedsServer {

		@Bean
		@Tick(interval = "1h", initialDelay = "1h", runIn = RunIn.WORKER, worker = "market")
		Ticker ticker(InMemoryDirectoryServer server) {
			return (tick) -> {
			};
		}

	}

	@DependsOn({ "directoryServer", "first" })
	static class Client {

		Client() {
			Worker.effect("client");
		}

	}

	/**
	 * Has the name of another class, by which that is known.
	 */
	static class InMemoryDirectoryServer {

	}

}
