package io.appinfra.net.history;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.appinfra.net.autoconfigure.state.StateAutoConfiguration;
import io.appinfra.net.autoconfigure.state.StateCodecAutoConfiguration;
import io.appinfra.net.state.SharedState;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The history of the shared state of one process, under a random load.
 */
class LocalStateHistoryTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(StateCodecAutoConfiguration.class, StateAutoConfiguration.class));

	@TempDir
	Path directory;

	@Test
	void operationsWhenOfManyThreadsAreLinearizable() throws IOException {
		long seed = new Random().nextLong();
		System.out.println("Seed " + seed);
		this.runner.run((context) -> {
			try (Threads threads = new Threads(context.getBean(SharedState.class), this.directory, seed)) {
				threads.start(4, (load) -> {
					for (int i = 0; i < 1000; i++) {
						load.round(HistoryApplication.ROUND);
					}
					load.readAll();
				});
				threads.join();
			}
		});
		List<Recording> recordings = Recording.readAll(this.directory);
		assertThat(Recording.check(recordings)).isGreaterThan(100_000);
	}

}
