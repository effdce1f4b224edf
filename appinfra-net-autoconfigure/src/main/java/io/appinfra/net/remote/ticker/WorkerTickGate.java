package io.appinfra.net.remote.ticker;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.channel.Frame;
import io.appinfra.net.channel.FrameType;
import io.appinfra.net.channel.Outbox;
import io.appinfra.net.channel.Receiver;
import io.appinfra.net.ticker.TickGate;
import io.appinfra.net.ticker.TickRecord;
import io.appinfra.net.ticker.TickerDefinition;
import io.appinfra.net.ticker.local.TickerGroup;

/**
 * The gate of the tickers of the cluster in a worker: they start and end when the web
 * process says so, and each of their ticks begins when its gate there lets it. Safe for
 * use by many threads.
 */
public final class WorkerTickGate implements TickGate {

	private final Map<String, Start> starts = new ConcurrentHashMap<>();

	private final Map<Long, CompletableFuture<@Nullable Pass>> questions = new ConcurrentHashMap<>();

	private final AtomicLong lastId = new AtomicLong();

	private final Outbox web;

	private final TickerReporter reporter;

	private final LongSupplier nanoTime;

	private volatile @Nullable TickerGroup group;

	/**
	 * Create a gate.
	 * @param web sends to the web process
	 * @param reporter reports what has been done
	 */
	public WorkerTickGate(Outbox web, TickerReporter reporter) {
		this(web, reporter, System::nanoTime);
	}

	WorkerTickGate(Outbox web, TickerReporter reporter, LongSupplier nanoTime) {
		this.web = web;
		this.reporter = reporter;
		this.nanoTime = nanoTime;
	}

	/**
	 * Take what the web process sends about this.
	 * @param receiver receives what it sends
	 */
	public void register(Receiver receiver) {
		receiver.on(FrameType.TICKER_START, (frame) -> start(frame.message(TickerStart.class)));
		receiver.on(FrameType.TICKER_END, (frame) -> end(frame.id(), frame.message(TickerEnd.class)));
		receiver.on(FrameType.PASS, (frame) -> answered(frame.id(), frame.messageIfAny(Pass.class)));
	}

	/**
	 * Take the tickers of this worker, which have not started.
	 * @param group the tickers
	 */
	public void take(TickerGroup group) {
		this.group = group;
		group.setGate(this);
	}

	private void start(TickerStart start) {
		TickerGroup group = this.group;
		if (group != null) {
			this.starts.put(start.ticker(), start.from());
			group.start(start.ticker(), (definition) -> start.from());
		}
	}

	private void end(long id, TickerEnd end) {
		TickerGroup group = this.group;
		CompletableFuture<?> ended = (group == null) ? CompletableFuture.completedFuture(null)
				: end.atOnce() ? group.abandon(end.ticker()) : group.stop(end.ticker());
		ended.whenComplete((result, failure) -> this.reporter.done(id, null));
	}

	private void answered(long id, @Nullable Pass pass) {
		CompletableFuture<@Nullable Pass> question = this.questions.remove(id);
		if (question != null) {
			question.complete(pass);
		}
	}

	@Override
	public boolean isOnStandby(TickerDefinition ticker) {
		return ticker.inCluster();
	}

	@Override
	public @Nullable Position started(TickerDefinition ticker) {
		Start start = this.starts.get(ticker.name());
		return (start != null) ? start.position() : null;
	}

	@Override
	public void scheduled(TickerDefinition ticker, Instant dueAt) {
		if (isOnStandby(ticker)) {
			send(0, GateMessage.scheduled(ticker, dueAt));
		}
	}

	/**
	 * Ask the web process, and wait for its answer: without it this process ends. One
	 * that was frozen before it could send it may have lost its lease since.
	 */
	@Override
	public @Nullable Pass enter(TickerDefinition ticker, Due tick) {
		if (!isOnStandby(ticker)) {
			return NO_OP.enter(ticker, tick);
		}
		long id = this.lastId.incrementAndGet();
		long askedAt = this.nanoTime.getAsLong();
		CompletableFuture<@Nullable Pass> question = new CompletableFuture<>();
		this.questions.put(id, question);
		send(id, GateMessage.due(ticker, tick));
		try {
			Pass pass = question.get();
			return (pass != null && holds(pass, askedAt)) ? pass : null;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return null;
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			this.questions.remove(id);
		}
	}

	private boolean holds(Pass pass, long askedAt) {
		return pass.holds() == null || this.nanoTime.getAsLong() - askedAt < pass.holds().toNanos();
	}

	@Override
	public void ended(TickerDefinition ticker, TickRecord tick) {
		if (isOnStandby(ticker)) {
			send(0, GateMessage.ended(ticker, tick));
		}
	}

	private void send(long id, GateMessage message) {
		Frame frame = Frame.of(FrameType.GATE, id, message);
		this.web.postWhenPossible(() -> frame);
	}

}
