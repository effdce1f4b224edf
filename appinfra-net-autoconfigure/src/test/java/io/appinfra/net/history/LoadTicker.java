package io.appinfra.net.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Random;

import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;

import io.appinfra.net.state.SharedState;
import io.appinfra.net.ticker.TickContext;
import io.appinfra.net.ticker.Ticker;

/**
 * Does random operations on the shared state in a worker, as many rounds as it may.
 */
final class LoadTicker implements Ticker {

	private final String name;

	private final SharedState state;

	private final Environment environment;

	private final Rounds rounds;

	private @Nullable RandomLoad load;

	LoadTicker(String name, SharedState state, Environment environment) {
		this.name = name;
		this.state = state;
		this.environment = environment;
		this.rounds = new Rounds(state);
	}

	@Override
	public void onStart() {
		Path directory = Path.of(this.environment.getRequiredProperty("history.directory"));
		long seed = this.environment.getRequiredProperty("history.seed", Long.class);
		try {
			StateCalls calls = new StateCalls(this.state, new Recorder(directory, this.name));
			this.load = new RandomLoad(calls, new Random(seed + ProcessHandle.current().pid() + this.name.hashCode()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void tick(TickContext tick) {
		while (!tick.stopRequested() && this.rounds.mayBegin(this.name)) {
			this.load.round(HistoryApplication.ROUND);
			this.rounds.end(this.name);
		}
	}

}
