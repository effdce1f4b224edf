package io.appinfra.net.remote.state;

import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

import io.appinfra.net.StateUnavailableException;
import io.appinfra.net.channel.BodyReader;
import io.appinfra.net.channel.BodyWriter;
import io.appinfra.net.channel.Frame;
import io.appinfra.net.channel.FrameType;
import io.appinfra.net.channel.Outbox;
import io.appinfra.net.channel.Receiver;

/**
 * Has the web process wait for locks that threads of this worker want. Safe for use by
 * many threads.
 */
final class LockClient {

	private final Map<Long, CompletableFuture<Long>> waiting = new ConcurrentHashMap<>();

	private final AtomicLong lastId = new AtomicLong();

	private final Outbox web;

	LockClient(Outbox web) {
		this.web = web;
	}

	void register(Receiver receiver) {
		receiver.on(FrameType.LOCKED, this::locked);
	}

	/**
	 * Wait for a lock.
	 * @param lock the name of the lock
	 * @param nanos how long to wait
	 * @param unwanted is given a fencing token that comes after an interrupt
	 * @return the fencing token, or empty
	 * @throws InterruptedException if the thread is interrupted meanwhile
	 */
	OptionalLong await(String lock, long nanos, LongConsumer unwanted) throws InterruptedException {
		long id = this.lastId.incrementAndGet();
		CompletableFuture<Long> token = new CompletableFuture<>();
		this.waiting.put(id, token);
		send(new Frame(FrameType.LOCK, id, new BodyWriter().putString(lock).putLong(nanos).toBody()));
		try {
			return optional(available(token.get()));
		}
		catch (InterruptedException ex) {
			token.thenAccept((late) -> optional(late).ifPresent(unwanted));
			send(Frame.empty(FrameType.LOCK_CANCEL, id));
			throw ex;
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static long available(long token) {
		if (token == LockServer.UNAVAILABLE) {
			throw new StateUnavailableException("The engine that keeps the shared state was not available. "
					+ "The log of the web process has the reason. The lock is not held.", false, null);
		}
		return token;
	}

	private void send(Frame frame) {
		this.web.postWhenPossible(() -> frame);
	}

	private void locked(Frame frame) {
		CompletableFuture<Long> token = this.waiting.remove(frame.id());
		if (token != null) {
			token.complete(new BodyReader(frame.body()).getLong());
		}
	}

	private static OptionalLong optional(long token) {
		return (token > 0) ? OptionalLong.of(token) : OptionalLong.empty();
	}

}
