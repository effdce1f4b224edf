package io.appinfra.net.remote.ticker;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import org.springframework.core.NestedExceptionUtils;

import io.appinfra.net.channel.FrameType;
import io.appinfra.net.channel.Receiver;
import io.appinfra.net.ticker.TickOrigin;
import io.appinfra.net.ticker.TickRecord;
import io.appinfra.net.ticker.TickerControl;

/**
 * Carries out the commands about tickers that the web process sends. Safe for use by many
 * threads.
 */
public final class TickerCommandReceiver {

	private final List<Runnable> early = new ArrayList<>();

	private final TickerReporter reporter;

	private @Nullable Map<String, TickerControl> tickers;

	private boolean started;

	/**
	 * Create a receiver.
	 * @param reporter reports what has been done
	 */
	public TickerCommandReceiver(TickerReporter reporter) {
		this.reporter = reporter;
	}

	/**
	 * Take what the web process sends about this.
	 * @param receiver receives what it sends
	 */
	public void register(Receiver receiver) {
		receiver.on(FrameType.TICKER_COMMAND, (frame) -> accept(frame.id(), frame.message(TickerCommand.class)));
	}

	/**
	 * Carry out a command, or keep it until that is possible.
	 * @param id the id of the command
	 * @param command the command
	 */
	private synchronized void accept(long id, TickerCommand command) {
		Map<String, TickerControl> tickers = this.tickers;
		if (tickers == null || (!this.started && command.action() == TickerCommand.Action.TRIGGER)) {
			this.early.add(() -> accept(id, command));
			return;
		}
		try {
			execute(id, command, tickers.get(command.ticker()));
		}
		catch (RuntimeException ex) {
			this.reporter.refused(id, String.valueOf(ex.getMessage()));
		}
	}

	/**
	 * Take the tickers, which have not started: they are to start with what was set.
	 * @param tickers the tickers by their names
	 */
	public synchronized void take(Map<String, TickerControl> tickers) {
		this.tickers = tickers;
		runEarly();
	}

	/**
	 * The tickers have started, and can be triggered.
	 */
	public synchronized void started() {
		this.started = true;
		runEarly();
	}

	private void runEarly() {
		List<Runnable> early = List.copyOf(this.early);
		this.early.clear();
		early.forEach(Runnable::run);
	}

	private void execute(long id, TickerCommand command, @Nullable TickerControl ticker) {
		if (ticker == null) {
			throw new IllegalArgumentException("There is no ticker '%s'".formatted(command.ticker()));
		}
		switch (command.action()) {
			case TRIGGER -> trigger(id, ticker.trigger(new TickOrigin(command.traceparents())));
			case PAUSE -> done(id, ticker::pause);
			case RESUME -> done(id, ticker::resume);
			case SET_INTERVAL -> done(id, () -> ticker.setInterval(command.interval()));
		}
	}

	private void done(long id, Runnable action) {
		action.run();
		this.reporter.done(id, null);
	}

	private void trigger(long id, CompletableFuture<TickRecord> trigger) {
		trigger.whenComplete((tick, failure) -> {
			if (failure == null) {
				this.reporter.done(id, tick);
			}
			else {
				this.reporter.refused(id,
						String.valueOf(NestedExceptionUtils.getMostSpecificCause(failure).getMessage()));
			}
		});
	}

}
