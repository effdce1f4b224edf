package io.appinfra.net.remote.state;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.appinfra.net.DetachedThreads;
import io.appinfra.net.StateUnavailableException;
import io.appinfra.net.channel.BodyReader;
import io.appinfra.net.channel.BodyWriter;
import io.appinfra.net.channel.Frame;
import io.appinfra.net.channel.FrameType;
import io.appinfra.net.channel.Outbox;
import io.appinfra.net.channel.Receiver;
import io.appinfra.net.state.HeldLock;
import io.appinfra.net.state.LockHolder;

/**
 * Waits for locks on behalf of a worker, each in a thread of its own. Safe for use by
 * many threads.
 */
public final class LockServer {

	/**
	 * In place of a fencing token: the engine that keeps the state was not available.
	 */
	static final long UNAVAILABLE = -1;

	private final Map<Long, Thread> waiting = new ConcurrentHashMap<>();

	private final LockHolder holder;

	private final Outbox outbox;

	/**
	 * Create a server.
	 * @param holder takes the locks
	 * @param outbox sends the fencing tokens to the worker
	 */
	public LockServer(LockHolder holder, Outbox outbox) {
		this.holder = holder;
		this.outbox = outbox;
	}

	/**
	 * Take what the worker asks for.
	 * @param receiver receives what the worker sends
	 */
	public void register(Receiver receiver) {
		receiver.on(FrameType.LOCK, this::begin).on(FrameType.LOCK_CANCEL, (frame) -> cancel(frame.id()));
	}

	private void begin(Frame frame) {
		BodyReader arguments = new BodyReader(frame.body());
		String lock = arguments.getString();
		Duration wait = Duration.ofNanos(arguments.getLong());
		Thread thread = DetachedThreads.daemon("appinfra-lock-" + lock, () -> await(frame.id(), lock, wait));
		this.waiting.put(frame.id(), thread);
		thread.start();
	}

	private void cancel(long id) {
		Thread thread = this.waiting.get(id);
		if (thread != null) {
			thread.interrupt();
		}
	}

	/**
	 * Wait for no lock any more.
	 */
	public void cancelAll() {
		this.waiting.values().forEach(Thread::interrupt);
	}

	private void await(long id, String lock, Duration wait) {
		long token = 0;
		try {
			token = this.holder.lock(lock, wait).map(HeldLock::fencingToken).orElse(0L);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (StateUnavailableException ex) {
			token = UNAVAILABLE;
		}
		finally {
			this.waiting.remove(id);
			this.outbox.post(new Frame(FrameType.LOCKED, id, new BodyWriter().putLong(token).toBody()));
		}
	}

}
