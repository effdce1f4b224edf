package io.appinfra.net.supervisor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.remote.lifecycle.ProcessEnd;
import io.appinfra.net.supervisor.WorkerCommand.Archive;
import io.appinfra.net.supervisor.WorkerCommand.Arm;
import io.appinfra.net.supervisor.WorkerCommand.Begin;
import io.appinfra.net.supervisor.WorkerCommand.Count;
import io.appinfra.net.supervisor.WorkerCommand.Disarm;
import io.appinfra.net.supervisor.WorkerCommand.Discard;
import io.appinfra.net.supervisor.WorkerCommand.Exit;
import io.appinfra.net.supervisor.WorkerCommand.Forget;
import io.appinfra.net.supervisor.WorkerCommand.Kill;
import io.appinfra.net.supervisor.WorkerCommand.Launch;
import io.appinfra.net.supervisor.WorkerCommand.Quiet;
import io.appinfra.net.supervisor.WorkerCommand.Report;
import io.appinfra.net.supervisor.WorkerCommand.StopProcess;
import io.appinfra.net.supervisor.WorkerCommand.Stopped;
import io.appinfra.net.supervisor.WorkerCommand.Tickers;
import io.appinfra.net.supervisor.WorkerCommand.Tickers.Change;
import io.appinfra.net.supervisor.WorkerCommand.TimedOut;
import io.appinfra.net.supervisor.WorkerCommand.Up;
import io.appinfra.net.supervisor.WorkerEvent.Closing;
import io.appinfra.net.supervisor.WorkerEvent.Due;
import io.appinfra.net.supervisor.WorkerEvent.Ended;
import io.appinfra.net.supervisor.WorkerEvent.Heard;
import io.appinfra.net.supervisor.WorkerEvent.Overdue;
import io.appinfra.net.supervisor.WorkerEvent.Prepared;
import io.appinfra.net.supervisor.WorkerEvent.Ready;
import io.appinfra.net.supervisor.WorkerEvent.WorkerTimer;
import io.appinfra.net.supervisor.WorkerRoles.Killing;
import io.appinfra.net.supervisor.WorkerRoles.Pause;
import io.appinfra.net.supervisor.WorkerRoles.Phase;
import io.appinfra.net.supervisor.WorkerRoles.Role;
import io.appinfra.net.supervisor.WorkerRoles.Running;
import io.appinfra.net.supervisor.WorkerRoles.Stage;

/**
 * What an event makes of a worker: its next state, and what is to be done. Does nothing
 * itself.
 */
final class WorkerTransition {

	private final List<WorkerCommand> commands = new ArrayList<>();

	private final WorkerSettings settings;

	private final long now;

	private final double random;

	private WorkerRoles roles;

	private WorkerTransition(WorkerSettings settings, WorkerRoles roles, long now, double random) {
		this.settings = settings;
		this.roles = roles;
		this.now = now;
		this.random = random;
	}

	/**
	 * Make a transition.
	 * @param settings the settings of the worker
	 * @param roles the state of the worker
	 * @param event what happens
	 * @param now the present time in nanoseconds
	 * @param random a number from 0 to 1, for the jitter of restarts
	 * @return the next state, and what is to be done
	 */
	static Step of(WorkerSettings settings, WorkerRoles roles, WorkerEvent event, long now, double random) {
		WorkerTransition transition = new WorkerTransition(settings, roles, now, random);
		transition.take(event);
		return new Step(transition.roles, List.copyOf(transition.commands));
	}

	private void take(WorkerEvent event) {
		if (event instanceof WorkerEvent.Start) {
			start();
		}
		else if (event instanceof WorkerEvent.Stop) {
			stop();
		}
		else if (event instanceof WorkerEvent.Restart) {
			restart();
		}
		else if (event instanceof Due due) {
			due(due.timer());
		}
		else if (event instanceof Prepared prepared) {
			this.roles.process(prepared.process()).ifPresent((process) -> prepared(process, prepared.lacking()));
		}
		else if (event instanceof Ready ready) {
			this.roles.process(ready.process()).ifPresent((process) -> ready(process, ready.archiveMissing()));
		}
		else if (event instanceof Closing closing) {
			this.roles.process(closing.process()).ifPresent(this::closing);
		}
		else if (event instanceof Heard heard) {
			this.roles.process(heard.process()).ifPresent((process) -> become(process.heard(this.now)));
		}
		else if (event instanceof Overdue overdue) {
			this.roles.process(overdue.process()).ifPresent((process) -> overdue(process, overdue));
		}
		else if (event instanceof Ended ended) {
			this.roles.process(ended.process()).ifPresent((process) -> ended(process, ended.end()));
		}
	}

	private void start() {
		if (this.roles.phase() == Phase.STOPPED) {
			this.roles = this.roles.withPhase(Phase.RUNNING);
			command(new Tickers(Change.ENDED));
			launchCurrent();
		}
	}

	private void stop() {
		if (this.roles.phase() == Phase.STOPPING) {
			return;
		}
		this.roles = this.roles.withPhase(Phase.STOPPING);
		command(new Disarm(WorkerTimer.START));
		command(new Disarm(WorkerTimer.STANDBY));
		this.roles = this.roles.withCurrent(stopped(this.roles.current())).withStandby(stopped(this.roles.standby()));
		if (this.roles.writer() instanceof Running writer) {
			// what it writes may take long
			command(new Disarm(WorkerTimer.watch(writer.id())));
			command(new Discard(writer.id(), "the application stops, which does not wait for a class data archive"));
		}
		finish();
	}

	private Role stopped(Role role) {
		if (!(role instanceof Running process)) {
			return Role.VACANT;
		}
		if (process.stage() != Stage.REPLACED) {
			stopProcess(process);
		}
		return process;
	}

	/**
	 * From now on it is not watched, but pressed: it is killed if it does not stop.
	 */
	private void stopProcess(Running process) {
		command(new Disarm(WorkerTimer.watch(process.id())));
		command(new StopProcess(process.id()));
	}

	private void restart() {
		if (this.roles.phase() != Phase.RUNNING) {
			return;
		}
		if (this.roles.current() instanceof Running process) {
			if (process.stage() != Stage.REPLACED) {
				become(process.at(Stage.REPLACED, this.now));
				command(new Tickers(Change.REPLACED));
				stopProcess(process);
			}
		}
		else {
			command(Report.info(0, "is started at once, on request"));
			command(new Disarm(WorkerTimer.START));
			startAgain();
		}
	}

	private void due(WorkerTimer timer) {
		switch (timer.kind()) {
			case START -> {
				if (this.roles.current() instanceof Pause) {
					startAgain();
				}
			}
			case STANDBY -> {
				if (this.roles.standby() instanceof Pause) {
					this.roles = this.roles.withStandby(Role.VACANT);
					launchStandby();
				}
			}
			case WATCH -> this.roles.process(timer.process()).ifPresent(this::look);
		}
	}

	/**
	 * Look after a process: whether it has started in time, or else whether it has given
	 * a sign of life.
	 */
	private void look(Running process) {
		boolean waits = this.roles.isStandby(process.id()) && process.stage() == Stage.PREPARED;
		if (!waits && process.stage() != Stage.UP) {
			kill(process, new Killing(RestartReason.START_FAILURE, false),
					"it was not ready within %d ms".formatted(this.settings.startTimeout().toMillis()));
			return;
		}
		Duration silence = Duration.ofNanos(this.now - process.heard());
		Duration left = this.settings.heartbeatTimeout().minus(silence);
		if (left.isNegative() || left.isZero()) {
			kill(process, new Killing(RestartReason.HEARTBEAT, false),
					"it gave no sign of life for %d ms".formatted(silence.toMillis()));
		}
		else {
			command(new Arm(WorkerTimer.watch(process.id()), left));
		}
	}

	/**
	 * Kill a process, unless a debugger may have halted it.
	 */
	private void kill(Running process, Killing killing, String why) {
		if (!this.settings.isDebugged() && process.killing() == null) {
			become(process.killedFor(killing));
			command(new Disarm(WorkerTimer.watch(process.id())));
			command(new Kill(process.id(), why));
		}
	}

	private void overdue(Running process, Overdue overdue) {
		if ((overdue.lost() || !this.settings.isDebugged()) && process.killing() == null) {
			if (!overdue.lost()) {
				command(new TimedOut(overdue.ticker()));
			}
			kill(process, new Killing(RestartReason.TICK_TIMEOUT, false), overdue.why());
		}
	}

	private void prepared(Running process, @Nullable String lacking) {
		if (process.stage() != Stage.STARTING || this.roles.phase() != Phase.RUNNING) {
			return;
		}
		Running prepared = process.at(Stage.PREPARED, this.now);
		become(prepared);
		if (lacking != null) {
			become(prepared.killedFor(new Killing(RestartReason.START_FAILURE, true)));
			command(new Disarm(WorkerTimer.watch(process.id())));
			command(new Discard(process.id(), lacking));
		}
		else if (this.roles.isCurrent(process.id())) {
			command(new Begin(process.id()));
		}
		else if (this.roles.isStandby(process.id())) {
			command(Report.info(process.id(), "stands by"));
			command(new Arm(WorkerTimer.watch(process.id()), this.settings.heartbeatTimeout()));
		}
		else {
			stopProcess(process);
		}
	}

	private void ready(Running process, boolean archiveMissing) {
		boolean starts = process.stage() == Stage.STARTING || process.stage() == Stage.PREPARED;
		if (!starts || !this.roles.isCurrent(process.id()) || this.roles.phase() != Phase.RUNNING) {
			return;
		}
		become(process.at(Stage.UP, this.now));
		command(new Tickers(Change.READY));
		command(new Up(process.id(), Duration.ofNanos(this.now - process.since())));
		command(new Arm(WorkerTimer.watch(process.id()), this.settings.heartbeatTimeout()));
		if (archiveMissing && this.settings.canBeTwo() && this.roles.writer() == Role.VACANT) {
			Running writer = launch(true);
			this.roles = this.roles.withWriter(writer);
		}
		launchStandby();
	}

	private void closing(Running process) {
		if (this.roles.phase() == Phase.STOPPING) {
			become(process.at(Stage.CLOSING, this.now));
			finish();
		}
	}

	private void ended(Running process, ProcessEnd end) {
		boolean current = this.roles.isCurrent(process.id());
		boolean writer = !current && !this.roles.isStandby(process.id());
		command(new Disarm(WorkerTimer.watch(process.id())));
		if (writer) {
			writerEnded(process, end);
		}
		if (this.roles.phase() == Phase.STOPPING) {
			endedInStop(process, end, current);
		}
		else if (current) {
			currentEnded(process, end);
		}
		else if (!writer) {
			standbyEnded(process, end);
		}
		command(new Forget(process.id()));
	}

	private void endedInStop(Running process, ProcessEnd end, boolean current) {
		command(Report.info(process.id(), "has stopped: " + WorkerWords.how(end)));
		if (current) {
			command(new Exit(end.code(), end.reason()));
			this.roles = this.roles.withCurrent(Role.VACANT);
		}
		else if (this.roles.isStandby(process.id())) {
			this.roles = this.roles.withStandby(Role.VACANT);
		}
		finish();
	}

	private void finish() {
		if (this.roles.processes().findAny().isEmpty()) {
			this.roles = this.roles.withPhase(Phase.STOPPED);
			command(new Tickers(Change.STOPPED));
			command(new Stopped());
		}
		else if (this.roles.processes().allMatch((process) -> process.stage() == Stage.CLOSING)) {
			command(new Quiet());
		}
	}

	private void writerEnded(Running process, ProcessEnd end) {
		this.roles = this.roles.withWriter(Role.VACANT);
		boolean written = process.stage() == Stage.PREPARED && end.isNormal();
		if (!written && this.roles.phase() == Phase.RUNNING) {
			command(Report.info(process.id(), WorkerWords.writerFailed(end)));
		}
		command(new Archive(written));
		launchStandby();
	}

	private void standbyEnded(Running process, ProcessEnd end) {
		Restarts.Decision decision = this.roles.standbyRestarts().next(this.now, this.random);
		this.roles = this.roles.withStandby(new Pause(decision.tooMany())).withStandbyRestarts(decision.restarts());
		reportEnd(process, end, process.stage() == Stage.PREPARED,
				"It stood by. Another is started in " + WorkerWords.in(decision, this.settings), 0);
		command(new Arm(WorkerTimer.STANDBY, decision.delay()));
	}

	private void currentEnded(Running process, ProcessEnd end) {
		boolean replaced = process.stage() == Stage.REPLACED;
		boolean wasUp = process.stage() == Stage.UP;
		command(new Count(reason(process, end)));
		command(new Exit(end.code(), WorkerWords.exit(end, replaced, wasUp)));
		command(new Tickers(Change.ENDED));
		if (replaced) {
			currentReplaced(process, end);
			return;
		}
		boolean lasting = process.killing() != null && process.killing().lasting();
		Restarts.Decision decision = lasting ? this.roles.restarts().seldom(this.now, this.random)
				: this.roles.restarts().next(this.now, this.random);
		this.roles = this.roles.withRestarts(decision.restarts()).withCurrent(new Pause(decision.tooMany()));
		long successor = decision.tooMany() ? 0 : successor();
		if (successor > 0) {
			reportEnd(process, end, wasUp, "", successor);
			startAgain();
		}
		else {
			reportEnd(process, end, wasUp, "It is started again in "
					+ (lasting ? WorkerWords.inVain(decision) : WorkerWords.in(decision, this.settings)), 0);
			command(new Arm(WorkerTimer.START, decision.delay()));
		}
	}

	private void currentReplaced(Running process, ProcessEnd end) {
		this.roles = this.roles.withRestarts(this.roles.restarts().requested()).withCurrent(new Pause(false));
		long successor = successor();
		command(new Report(Report.Level.INFO, process.id(), WorkerWords.replaced(end, successor > 0), successor,
				List.of()));
		startAgain();
	}

	private void reportEnd(Running process, ProcessEnd end, boolean wasReady, String next, long successor) {
		Report.Level level = Report.Level.of(end, wasReady);
		command(new Report(level, process.id(), WorkerWords.ended(end, level, next), successor,
				(level == Report.Level.ERROR) ? end.lastLines() : List.of()));
	}

	private static RestartReason reason(Running process, ProcessEnd end) {
		if (process.killing() != null) {
			return process.killing().reason();
		}
		if (process.stage() == Stage.REPLACED || end.requested() || end.isNormal()) {
			return RestartReason.REQUESTED;
		}
		return (process.stage() == Stage.UP) ? RestartReason.CRASH : RestartReason.START_FAILURE;
	}

	/**
	 * Return which process can take over, 0 if none can.
	 */
	private long successor() {
		return (this.roles.standby() instanceof Running standby && standby.killing() == null) ? standby.id() : 0;
	}

	private void startAgain() {
		if (successor() > 0) {
			takeOver((Running) this.roles.standby());
		}
		else {
			launchCurrent();
		}
	}

	private void takeOver(Running standby) {
		this.roles = this.roles.withStandby(Role.VACANT).withCurrent(standby.takingOver(this.now));
		command(new Arm(WorkerTimer.watch(standby.id()), this.settings.startTimeout()));
		if (standby.stage() == Stage.PREPARED) {
			command(new Begin(standby.id()));
		}
	}

	private void launchCurrent() {
		Running current = launch(false);
		this.roles = this.roles.withCurrent(current);
	}

	private void launchStandby() {
		boolean wanted = this.settings.standby() && this.settings.canBeTwo();
		boolean possible = this.roles.phase() == Phase.RUNNING && this.roles.isUp();
		if (wanted && possible && this.roles.standby() == Role.VACANT && this.roles.writer() == Role.VACANT) {
			Running standby = launch(false);
			this.roles = this.roles.withStandby(standby);
		}
	}

	private Running launch(boolean forArchive) {
		this.roles = this.roles.withLaunched(this.roles.launched() + 1);
		long id = this.roles.launched();
		command(new Launch(id, forArchive));
		command(new Arm(WorkerTimer.watch(id), this.settings.startTimeout()));
		return new Running(id, Stage.STARTING, this.now, this.now, null);
	}

	private void become(Running process) {
		this.roles = this.roles.with(process);
	}

	private void command(WorkerCommand command) {
		this.commands.add(command);
	}

	/**
	 * What an event makes of a worker.
	 *
	 * @param roles the next state
	 * @param commands what is to be done, in this order
	 */
	record Step(WorkerRoles roles, List<WorkerCommand> commands) {

	}

}
