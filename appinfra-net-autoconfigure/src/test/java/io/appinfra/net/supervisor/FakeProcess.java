package io.appinfra.net.supervisor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.appinfra.net.remote.lifecycle.ProcessEnd;
import io.appinfra.net.remote.lifecycle.ProcessListener;
import io.appinfra.net.remote.lifecycle.WorkerLink;
import io.appinfra.net.remote.lifecycle.WorkerProcess;
import io.appinfra.net.remote.log.LoggerLevel;
import io.appinfra.net.remote.ticker.Prepared;
import io.appinfra.net.remote.ticker.TickerCommand;
import io.appinfra.net.remote.ticker.TickerEnd;
import io.appinfra.net.remote.ticker.TickerStart;
import io.appinfra.net.ticker.TickGate;
import io.appinfra.net.ticker.TickerStatus;

/**
 * A process that does nothing by itself.
 */
class FakeProcess implements WorkerProcess, WorkerLink {

	final ProcessListener events;

	final List<TickerCommand> commands = new ArrayList<>();

	final List<TickerStart> starts = new CopyOnWriteArrayList<>();

	final List<TickerEnd> ends = new CopyOnWriteArrayList<>();

	final Map<Long, TickGate.Pass> passes = Collections.synchronizedMap(new HashMap<>());

	final List<Long> ids = new ArrayList<>();

	final List<LoggerLevel> logLevels = new ArrayList<>();

	List<TickerStatus> begunWith;

	long incarnation;

	int stops;

	int discards;

	String killedBecause;

	private final long pid;

	FakeProcess(long pid, ProcessListener events) {
		this.pid = pid;
		this.events = events;
	}

	@Override
	public long pid() {
		return this.pid;
	}

	@Override
	public void stop() {
		this.stops++;
	}

	@Override
	public void kill(String why) {
		this.killedBecause = why;
	}

	@Override
	public void discard(String why) {
		this.discards++;
	}

	@Override
	public void begin(long incarnation, List<TickerStatus> tickers) {
		this.incarnation = incarnation;
		this.begunWith = tickers;
	}

	@Override
	public void logLevel(LoggerLevel level) {
		this.logLevels.add(level);
	}

	@Override
	public void send(long id, TickerCommand command) {
		this.ids.add(id);
		this.commands.add(command);
	}

	@Override
	public void start(TickerStart start) {
		this.starts.add(start);
	}

	@Override
	public void end(long id, TickerEnd end) {
		this.ids.add(id);
		this.ends.add(end);
	}

	@Override
	public void pass(long id, TickGate.Pass pass) {
		this.passes.put(id, pass);
	}

	void connect() {
		this.events.connected(this);
		this.events.prepared(new Prepared(List.of("prices"), List.of()));
	}

	void end(int code) {
		end(code, List.of("last words"));
	}

	void end(int code, List<String> lastLines) {
		this.events.ended(new ProcessEnd(code, "exit code " + code, false, lastLines));
	}

}
