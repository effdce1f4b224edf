package io.appinfra.net.shutdown;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.appinfra.net.Role;
import io.appinfra.net.state.SharedState;
import io.appinfra.net.ticker.RunIn;
import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.Ticker;

/**
 * In its worker a bean closes when one of the web process has, and one never.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class ClosingApplication {

	@Bean
	FirstOfAll firstOfAll(@Value("${files}") Path files) {
		return new FirstOfAll(files);
	}

	@Bean
	NeverClosing neverClosing() {
		return new NeverClosing();
	}

	@Bean
	LateWriter lateWriter(@Value("${files}") Path files, SharedState state, FirstOfAll first, NeverClosing never) {
		return new LateWriter(files, state);
	}

	@Bean
	@Tick(interval = "1h", runIn = RunIn.WORKER)
	Ticker ticker(LateWriter writer) {
		return (tick) -> {
		};
	}

	/**
	 * Is created before all else, and so is destroyed after it.
	 */
	record FirstOfAll(Path files) implements DisposableBean {

		@Override
		public void destroy() throws Exception {
			if (Role.current() == Role.WEB) {
				Files.createFile(this.files.resolve("web"));
			}
		}

	}

	/**
	 * Uses the shared state when the beans of the web process are closed.
	 */
	record LateWriter(Path files, SharedState state) implements DisposableBean {

		@Override
		public void destroy() throws Exception {
			if (Role.current() == Role.WORKER) {
				while (!Files.exists(this.files.resolve("web"))) {
					TimeUnit.MILLISECONDS.sleep(20);
				}
				long written = this.state.counter("late").addAndGet(7);
				Files.writeString(this.files.resolve("worker"), String.valueOf(written));
			}
		}

	}

	/**
	 * Hangs when it is closed in the worker.
	 */
	static class NeverClosing implements DisposableBean {

		@Override
		public void destroy() throws Exception {
			if (Role.current() == Role.WORKER) {
				new CountDownLatch(1).await();
			}
		}

	}

}
