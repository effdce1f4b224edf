package io.appinfra.net.remote.ticker;

import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.ticker.TickOrigin;
import io.appinfra.net.ticker.TickRecord;

/**
 * A trigger that waits until a process is ready: one for all who ask meanwhile. Guarded
 * by the lock of its ticker.
 */
final class WaitingTrigger {

	private @Nullable CompletableFuture<TickRecord> tick;

	private TickOrigin origin = TickOrigin.NONE;

	/**
	 * Wait with the others.
	 * @param origin what asks for the tick
	 * @return the tick, when it has ended
	 */
	CompletableFuture<TickRecord> join(TickOrigin origin) {
		CompletableFuture<TickRecord> tick = this.tick;
		if (tick == null) {
			tick = new CompletableFuture<>();
			this.tick = tick;
			this.origin = TickOrigin.NONE;
		}
		this.origin = this.origin.and(origin);
		return tick.copy();
	}

	/**
	 * Send the trigger if there is one, which does not wait any more.
	 * @param send is called with what is to be completed, and what has asked for it
	 */
	void send(BiConsumer<CompletableFuture<TickRecord>, TickOrigin> send) {
		CompletableFuture<TickRecord> tick = this.tick;
		if (tick != null) {
			this.tick = null;
			send.accept(tick, this.origin);
		}
	}

	/**
	 * Refuse the trigger if there is one, without the lock.
	 * @param why why
	 */
	void refuse(String why) {
		send((tick, origin) -> tick.completeAsync(() -> {
			throw new IllegalStateException(why);
		}));
	}

}
