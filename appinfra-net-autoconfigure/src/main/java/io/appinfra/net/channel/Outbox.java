package io.appinfra.net.channel;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.DetachedThreads;

/**
 * Frames that wait to be sent, in order, by a thread of their own.
 */
public final class Outbox implements Closeable {

	private static final int CAPACITY = 1024;

	private static final Duration RETRY = Duration.ofSeconds(1);

	private static final Duration THREAD_ENDS = Duration.ofSeconds(5);

	private final BlockingQueue<Supplier<@Nullable Frame>> frames = new ArrayBlockingQueue<>(CAPACITY);

	private final Connection connection;

	private final Thread sender;

	private Outbox(Connection connection, String threadName) {
		this.connection = connection;
		this.sender = DetachedThreads.daemon(threadName, this::send);
	}

	/**
	 * Open an outbox and start its thread, which ends with the connection.
	 * @param connection where the frames are sent
	 * @param threadName the name of the thread
	 * @return the outbox
	 */
	public static Outbox open(Connection connection, String threadName) {
		Outbox outbox = new Outbox(connection, threadName);
		outbox.sender.start();
		return outbox;
	}

	/**
	 * Post a frame without waiting. When the other end has not taken the last thousand,
	 * it is given up and the connection is closed.
	 * @param frame the frame
	 */
	public void post(Frame frame) {
		if (!this.frames.offer(() -> frame)) {
			this.connection.close();
		}
	}

	/**
	 * Post a frame as soon as there is room for it. An interrupt does not end the wait.
	 * @param frame returns the frame when it is its turn, or {@code null} to send none
	 */
	public void postWhenPossible(Supplier<@Nullable Frame> frame) {
		boolean interrupted = Thread.interrupted();
		try {
			while (this.connection.isOpen() && !offer(frame)) {
				interrupted |= Thread.interrupted();
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private boolean offer(Supplier<@Nullable Frame> frame) {
		try {
			return this.frames.offer(frame, RETRY.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	/**
	 * Wait until all that has been posted is sent.
	 * @param timeout how long to wait
	 */
	public void flush(Duration timeout) {
		CompletableFuture<Void> sent = new CompletableFuture<>();
		postWhenPossible(() -> {
			sent.complete(null);
			return null;
		});
		try {
			sent.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException ex) {
			// what is not sent by now is not sent at all
		}
	}

	/**
	 * Close the connection. What has not been sent is not sent, and the thread has ended
	 * when this method returns.
	 */
	@Override
	public void close() {
		this.connection.close();
		this.frames.offer(() -> null);
		DetachedThreads.awaitEnd(Set.of(this.sender), THREAD_ENDS);
	}

	private void send() {
		try {
			while (this.connection.isOpen()) {
				Supplier<@Nullable Frame> next = this.frames.poll(RETRY.toMillis(), TimeUnit.MILLISECONDS);
				Frame frame = (next != null) ? next.get() : null;
				if (frame != null) {
					this.connection.send(frame);
				}
			}
		}
		catch (IOException | RuntimeException | Error ex) {
			this.connection.close();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
