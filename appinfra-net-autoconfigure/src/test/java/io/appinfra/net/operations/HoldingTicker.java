package io.appinfra.net.operations;

import java.time.Duration;
import java.util.UUID;

import io.appinfra.net.state.HeldLock;
import io.appinfra.net.state.SharedState;
import io.appinfra.net.ticker.TickContext;
import io.appinfra.net.ticker.Ticker;

/**
 * Holds a lock from its start to its stop, and counts both and its ticks.
 */
class HoldingTicker implements Ticker {

	private final SharedState state;

	private HeldLock lock;

	HoldingTicker(SharedState state) {
		this.state = state;
	}

	@Override
	public void onStart() throws InterruptedException {
		this.lock = this.state.lock("import").tryLock(Duration.ofSeconds(60)).orElseThrow();
		this.state.counter("starts").addAndGet(1);
	}

	@Override
	public void tick(TickContext tick) {
		this.state.map("ticks", String.class).put("last", UUID.randomUUID().toString());
	}

	@Override
	public void onStop() {
		this.state.counter("stops").addAndGet(1);
		this.lock.close();
	}

}
