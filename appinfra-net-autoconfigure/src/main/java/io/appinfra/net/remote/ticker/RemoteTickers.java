package io.appinfra.net.remote.ticker;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.remote.ticker.RemoteProcess.Phase;
import io.appinfra.net.remote.ticker.SentCommands.Answer;
import io.appinfra.net.ticker.TickBatch;
import io.appinfra.net.ticker.TickGate;
import io.appinfra.net.ticker.TickListener;
import io.appinfra.net.ticker.TickListeners;
import io.appinfra.net.ticker.TickRecord;
import io.appinfra.net.ticker.TickerDefinition;
import io.appinfra.net.ticker.TickerState;
import io.appinfra.net.ticker.TickerStatus;

/**
 * The tickers of a worker, and what has been sent to its process about them. Safe for use
 * by many threads.
 */
public final class RemoteTickers {

	private final Map<String, RemoteTicker> tickers = new TreeMap<>();

	private final Map<String, Duration> timeouts = new TreeMap<>();

	private final SentCommands sent = new SentCommands();

	private final ClusteredTickers clustered = new ClusteredTickers(this);

	private @Nullable RemoteProcess process;

	private volatile TickListener listener = TickListeners.NONE;

	/**
	 * Create tickers.
	 * @param definitions the tickers of the worker
	 */
	public RemoteTickers(Collection<TickerDefinition> definitions) {
		for (TickerDefinition definition : definitions) {
			this.tickers.put(definition.name(), new RemoteTicker(definition, this));
			Duration timeout = definition.settings().timeout();
			if (timeout != null) {
				this.timeouts.put(definition.name(), timeout);
			}
		}
	}

	/**
	 * Return the tickers.
	 * @return the tickers by their names
	 */
	public Map<String, RemoteTicker> asMap() {
		return Collections.unmodifiableMap(this.tickers);
	}

	/**
	 * Return the names of the tickers.
	 * @return the names in alphabetical order
	 */
	public List<String> names() {
		return List.copyOf(this.tickers.keySet());
	}

	/**
	 * Return how long ticks may run.
	 * @return the timeouts by the names of those tickers that have one
	 */
	public Map<String, Duration> timeouts() {
		return this.timeouts;
	}

	/**
	 * Let a process begin with what is known of the tickers. What is set from now on is
	 * sent to it.
	 * @param link sends to the process
	 * @param incarnation its number
	 */
	public synchronized void begin(TickerLink link, long incarnation) {
		this.tickers.values().forEach(RemoteTicker::present);
		link.begin(incarnation, this.tickers.values().stream().map(RemoteTicker::status).toList());
		this.process = new RemoteProcess(link, Phase.BEGUN);
	}

	/**
	 * A process does not have all tickers.
	 * @param present the names of those that it has
	 * @param why which are missing, and why
	 */
	public synchronized void lacking(Collection<String> present, String why) {
		this.tickers.forEach((name, ticker) -> {
			if (!present.contains(name)) {
				ticker.missing(why);
			}
		});
	}

	/**
	 * The tickers of the process have started, and can be triggered.
	 */
	public synchronized void ready() {
		become(Phase.READY);
		this.tickers.values().forEach(RemoteTicker::ready);
		this.clustered.ready();
	}

	/**
	 * Return those of the cluster, which start and end one by one.
	 * @return the tickers of the cluster
	 */
	public ClusteredTickers clustered() {
		return this.clustered;
	}

	/**
	 * A process has something for the gate.
	 * @param link the link to the process
	 * @param id what the answer carries
	 * @param message what it has
	 */
	public void gate(TickerLink link, long id, GateMessage message) {
		RemoteTicker ticker = this.tickers.get(message.ticker());
		if (ticker != null) {
			this.clustered.accept(ticker.definition(), link, id, message);
		}
	}

	/**
	 * Start a ticker in the process that is ready, if one is, and if it is not started
	 * there: the process may have become ready since it was asked for.
	 */
	void start(String name, Function<TickerDefinition, TickGate.Start> opening) {
		RemoteTicker ticker = this.tickers.get(name);
		TickerLink link = readyLink();
		if (ticker != null && link != null && !ticker.isStarted(link, opening)) {
			TickGate.Start start = opening.apply(ticker.definition());
			synchronized (this) {
				if (isCurrent(link)) {
					link.start(new TickerStart(name, start));
					ticker.started(link, opening, start);
				}
			}
		}
	}

	private boolean isCurrent(TickerLink link) {
		return this.process != null && this.process.link() == link;
	}

	private synchronized @Nullable TickerLink readyLink() {
		RemoteProcess process = this.process;
		return (process != null && process.phase() == Phase.READY) ? process.link() : null;
	}

	/**
	 * End a ticker in the process that is connected.
	 */
	void end(String ticker, boolean atOnce, Answer answer) {
		synchronized (this) {
			RemoteProcess process = this.process;
			if (process != null) {
				this.sent.send(answer, (id) -> process.link().end(id, new TickerEnd(ticker, atOnce)));
				return;
			}
		}
		answer.accept(null, null);
	}

	/**
	 * A tick has ended with its process.
	 */
	void lost(TickerDefinition ticker, TickRecord tick) {
		ended(TickBatch.ofUnfinished(ticker.name(), tick));
		if (ticker.inCluster()) {
			this.clustered.lost(ticker, tick);
		}
	}

	/**
	 * A process has reported a ticker. What is not of the present process is ignored.
	 * @param link the link to the process
	 * @param status the status of the ticker
	 */
	public synchronized void report(TickerLink link, TickerStatus status) {
		RemoteTicker ticker = this.tickers.get(status.name());
		RemoteProcess process = this.process;
		if (ticker != null && process != null && process.link() == link) {
			boolean goesOn = process.phase() == Phase.REPLACED && status.state() == TickerState.STOPPED;
			ticker.report(goesOn ? status.withIdle() : status);
		}
	}

	/**
	 * Set what is notified of every tick that has ended.
	 * @param listener the listener, which must not wait
	 */
	public void setListener(TickListener listener) {
		this.listener = listener;
	}

	/**
	 * Ticks have ended.
	 * @param ticks the ticks
	 */
	public void ended(TickBatch ticks) {
		RemoteTicker ticker = this.tickers.get(ticks.ticker());
		if (ticker != null) {
			this.listener.endedInWorker(ticker.definition(), ticks);
		}
	}

	/**
	 * The process has answered.
	 * @param id what the command carried
	 * @param tick the tick that it asked for, {@code null} if it did not ask for one
	 * @param refusal why the command could not be carried out, {@code null} if it was
	 */
	public void answered(long id, @Nullable TickRecord tick, @Nullable String refusal) {
		this.sent.answered(id, tick, refusal);
	}

	/**
	 * The process stops, and another one takes its place. What is to tick from now on
	 * waits for that one.
	 */
	public synchronized void processIsReplaced() {
		become(Phase.REPLACED);
	}

	private void become(Phase phase) {
		if (this.process != null) {
			this.process = this.process.at(phase);
		}
	}

	/**
	 * The process has ended, and will not answer any more.
	 * @param restarted whether another one will be started
	 */
	public void processEnded(boolean restarted) {
		List<Answer> unanswered;
		synchronized (this) {
			this.process = null;
			unanswered = this.sent.removeAll();
			this.tickers.values().forEach((ticker) -> ticker.processEnded(restarted));
		}
		unanswered.forEach((answer) -> answer.accept(null, null));
	}

	/**
	 * The process is killed since a tick runs too long.
	 * @param ticker the name of the ticker
	 */
	public synchronized void timedOut(String ticker) {
		RemoteTicker remote = this.tickers.get(ticker);
		if (remote != null) {
			remote.timedOut();
		}
	}

	boolean isReady() {
		return readyLink() != null;
	}

	boolean isConnected() {
		return this.process != null;
	}

	/**
	 * Send a command to the process that is connected.
	 * @param command the command
	 * @param answer is given the answer, without a lock
	 */
	void send(TickerCommand command, Answer answer) {
		RemoteProcess process = this.process;
		if (process != null) {
			this.sent.send(answer, (id) -> process.link().send(id, command));
		}
	}

}
