package io.appinfra.net.history;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.appinfra.net.state.SharedState;

/**
 * Threads of this process that do random operations on the shared state.
 */
final class Threads implements AutoCloseable {

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final List<Future<?>> results = new ArrayList<>();

	private final SharedState state;

	private final Path directory;

	private final long seed;

	private final String prefix;

	Threads(SharedState state, Path directory, long seed) {
		this(state, directory, seed, "web");
	}

	Threads(SharedState state, Path directory, long seed, String prefix) {
		this.prefix = prefix;
		this.state = state;
		this.directory = directory;
		this.seed = seed;
	}

	void start(int threads, Work work) {
		for (int i = 0; i < threads; i++) {
			String name = this.prefix + "-" + i;
			Random random = new Random(this.seed + i);
			this.results.add(this.executor.submit(() -> {
				work.execute(new RandomLoad(new StateCalls(this.state, new Recorder(this.directory, name)), random));
				return null;
			}));
		}
	}

	/**
	 * Wait until all have done their work.
	 * @throws ExecutionException if one has failed
	 */
	void join() throws InterruptedException, ExecutionException {
		for (Future<?> result : this.results) {
			result.get();
		}
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
	}

	interface Work {

		void execute(RandomLoad load) throws InterruptedException;

	}

}
