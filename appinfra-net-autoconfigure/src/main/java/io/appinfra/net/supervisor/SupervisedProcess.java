package io.appinfra.net.supervisor;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.appinfra.net.ServerException;
import io.appinfra.net.remote.lifecycle.JvmReport;
import io.appinfra.net.remote.lifecycle.ProcessEnd;
import io.appinfra.net.remote.lifecycle.ProcessListener;
import io.appinfra.net.remote.lifecycle.WorkerLink;
import io.appinfra.net.remote.lifecycle.WorkerProcess;
import io.appinfra.net.remote.ticker.GateMessage;
import io.appinfra.net.remote.ticker.Prepared;
import io.appinfra.net.remote.ticker.RemoteTickers;
import io.appinfra.net.ticker.TickBatch;
import io.appinfra.net.ticker.TickRecord;
import io.appinfra.net.ticker.TickerStatus;

/**
 * One process of a worker. What it reports of tickers goes to these at once; all else
 * becomes an event of its worker.
 */
final class SupervisedProcess implements ProcessListener {

	private static final Log logger = LogFactory.getLog(SupervisedProcess.class);

	private final long id;

	private final Worker worker;

	private final RemoteTickers tickers;

	private final TickTimeouts timeouts;

	private final Instant startedAt = Instant.now();

	private volatile @Nullable WorkerProcess process;

	private volatile @Nullable WorkerLink link;

	private volatile @Nullable Long rssBytes;

	private volatile @Nullable JvmReport jvm;

	SupervisedProcess(long id, Worker worker, RemoteTickers tickers, TickTimeouts timeouts) {
		this.id = id;
		this.worker = worker;
		this.tickers = tickers;
		this.timeouts = timeouts;
	}

	long id() {
		return this.id;
	}

	/**
	 * Launch the process. That it could not be launched is its end.
	 * @param launcher launches it
	 */
	void launch(Supplier<WorkerProcess> launcher) {
		try {
			this.process = launcher.get();
		}
		catch (RuntimeException | Error ex) {
			logger.debug("No process could be started", ex);
			String reason = (ex instanceof ServerException) ? String.valueOf(ex.getMessage()) : ex.toString();
			ended(new ProcessEnd(null, reason, false, List.of()));
		}
	}

	/**
	 * Do something with the process, if it could be started.
	 * @param action what to do
	 */
	void with(Consumer<WorkerProcess> action) {
		WorkerProcess process = this.process;
		if (process != null) {
			action.accept(process);
		}
	}

	/**
	 * Send something to the process, if it has connected.
	 * @param message sends it
	 */
	void send(Consumer<WorkerLink> message) {
		WorkerLink link = this.link;
		if (link != null) {
			message.accept(link);
		}
	}

	Instant startedAt() {
		return this.startedAt;
	}

	@Nullable Long pid() {
		WorkerProcess process = this.process;
		return (process != null) ? process.pid() : null;
	}

	@Nullable Long rssBytes() {
		return this.rssBytes;
	}

	/**
	 * Return how its JVM was when it last reported, and keep how it is now.
	 * @param now how it is
	 */
	@Nullable JvmReport replaceJvm(JvmReport now) {
		JvmReport before = this.jvm;
		this.jvm = now;
		return before;
	}

	@Override
	public void connected(WorkerLink link) {
		this.link = link;
		this.worker.connected(this);
	}

	@Override
	public void prepared(Prepared prepared) {
		this.worker.prepared(this.id, prepared);
	}

	@Override
	public void ready() {
		this.worker.ready(this.id);
	}

	@Override
	public void closing() {
		this.worker.happens(new WorkerEvent.Closing(this.id));
	}

	@Override
	public void heartbeat(long rssBytes) {
		this.rssBytes = (rssBytes >= 0) ? rssBytes : null;
		this.worker.happens(new WorkerEvent.Heard(this.id));
	}

	@Override
	public void ticker(TickerStatus status) {
		WorkerLink link = this.link;
		if (link != null) {
			this.tickers.report(link, status);
			this.timeouts.report(status);
		}
	}

	@Override
	public void ticks(TickBatch ticks) {
		this.tickers.ended(ticks);
	}

	@Override
	public void jvm(JvmReport report) {
		this.worker.jvm(this, report);
	}

	@Override
	public void gate(long id, GateMessage message) {
		WorkerLink link = this.link;
		if (link != null) {
			this.tickers.gate(link, id, message);
		}
	}

	@Override
	public void done(long id, @Nullable TickRecord tick) {
		this.tickers.answered(id, tick, null);
	}

	@Override
	public void refused(long id, String reason) {
		this.tickers.answered(id, null, reason);
	}

	@Override
	public void ended(ProcessEnd end) {
		this.worker.happens(new WorkerEvent.Ended(this.id, end));
	}

}
