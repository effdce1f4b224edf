package io.appinfra.net.history;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.appinfra.net.state.SharedCounter;
import io.appinfra.net.state.SharedMap;
import io.appinfra.net.state.SharedState;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rounds of random operations that workers may do, and those that they have done.
 */
final class Rounds {

	private final SharedCounter allowed;

	private final SharedMap<Long> done;

	Rounds(SharedState state) {
		this.allowed = state.counter("rounds");
		this.done = state.map("rounds", Long.class);
	}

	long allowed() {
		return this.allowed.get();
	}

	void allow(long more) {
		this.allowed.addAndGet(more);
	}

	boolean mayBegin(String client) {
		return done(client) < allowed();
	}

	void end(String client) {
		this.done.compute(client, (key, before) -> (before != null) ? before + 1 : 1);
	}

	private long done(String client) {
		Long done = this.done.get(client);
		return (done != null) ? done : 0;
	}

	/**
	 * Call back after rounds, perhaps one time for several.
	 * @param callback what to call
	 */
	void onEnd(Runnable callback) {
		this.done.onChange((client, number) -> callback.run());
	}

	/**
	 * Wait until all clients have done some number of rounds, and notice it at once.
	 * @param number the number
	 * @param clients the clients
	 */
	void await(long number, String... clients) throws InterruptedException {
		Semaphore ended = new Semaphore(0);
		SharedMap.Registration registration = this.done.onChange((client, done) -> ended.release());
		try {
			while (!Stream.of(clients).allMatch((client) -> done(client) >= number)) {
				assertThat(ended.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
			}
		}
		finally {
			registration.close();
		}
	}

}
