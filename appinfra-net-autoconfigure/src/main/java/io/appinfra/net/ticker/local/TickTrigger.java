package io.appinfra.net.ticker.local;

import java.util.concurrent.CompletableFuture;

import io.appinfra.net.ticker.TickOrigin;
import io.appinfra.net.ticker.TickRecord;

/**
 * A tick that was asked for and has not ended, maybe several times. Used with the lock of
 * the ticker until the tick begins.
 */
final class TickTrigger {

	private final CompletableFuture<TickRecord> tick = new CompletableFuture<>();

	private TickOrigin origin = TickOrigin.NONE;

	CompletableFuture<TickRecord> tick() {
		return this.tick;
	}

	TickOrigin origin() {
		return this.origin;
	}

	void askAgain(TickOrigin origin) {
		this.origin = this.origin.and(origin);
	}

}
