package io.appinfra.net.supervisor;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.supervisor.WorkerCommand.Arm;
import io.appinfra.net.supervisor.WorkerCommand.Begin;
import io.appinfra.net.supervisor.WorkerCommand.Disarm;
import io.appinfra.net.supervisor.WorkerCommand.Discard;
import io.appinfra.net.supervisor.WorkerCommand.Kill;
import io.appinfra.net.supervisor.WorkerCommand.Report;
import io.appinfra.net.supervisor.WorkerCommand.Tickers;
import io.appinfra.net.supervisor.WorkerCommand.Tickers.Change;
import io.appinfra.net.supervisor.WorkerCommand.TimedOut;
import io.appinfra.net.supervisor.WorkerCommand.Up;
import io.appinfra.net.supervisor.WorkerEvent.Closing;
import io.appinfra.net.supervisor.WorkerEvent.Due;
import io.appinfra.net.supervisor.WorkerEvent.Ended;
import io.appinfra.net.supervisor.WorkerEvent.Heard;
import io.appinfra.net.supervisor.WorkerEvent.OfProcess;
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

	private final WorkerSettings settings;

	private final StepBuilder step;

	private final EndTransition ends;

	private final long now;

	private WorkerTransition(WorkerSettings settings, WorkerRoles roles, long now, double random) {
		this.settings = settings;
		this.step = new StepBuilder(settings, roles, now);
		this.ends = new EndTransition(settings, this.step, now, random);
		this.now = now;
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
		return transition.step.build();
	}

	private WorkerRoles roles() {
		return this.step.roles();
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
		else if (event instanceof OfProcess known) {
			roles().process(known.process()).ifPresent((process) -> take(process, known));
		}
	}

	private void take(Running process, OfProcess event) {
		if (event instanceof Prepared prepared) {
			prepared(process, prepared.lacking());
		}
		else if (event instanceof Ready ready) {
			ready(process, ready.archiveMissing());
		}
		else if (event instanceof Closing) {
			closing(process);
		}
		else if (event instanceof Heard) {
			this.step.become(process.heard(this.now));
		}
		else if (event instanceof Overdue overdue) {
			overdue(process, overdue);
		}
		else if (event instanceof Ended ended) {
			this.ends.take(process, ended.end());
		}
	}

	private void start() {
		if (roles().phase() == Phase.STOPPED) {
			this.step.set(roles().withPhase(Phase.RUNNING));
			this.step.command(new Tickers(Change.ENDED));
			this.step.launchCurrent();
		}
	}

	private void stop() {
		if (roles().phase() == Phase.STOPPING) {
			return;
		}
		this.step.set(roles().withPhase(Phase.STOPPING));
		this.step.command(new Disarm(WorkerTimer.START));
		this.step.command(new Disarm(WorkerTimer.STANDBY));
		this.step.set(roles().withCurrent(this.step.stopped(roles().current()))
			.withStandby(this.step.stopped(roles().standby())));
		if (roles().writer() instanceof Running writer) {
			// what it writes may take long
			this.step.command(new Disarm(WorkerTimer.watch(writer.id())));
			this.step.command(
					new Discard(writer.id(), "the application stops, which does not wait for a class data archive"));
		}
		this.step.finish();
	}

	private void restart() {
		if (roles().phase() != Phase.RUNNING) {
			return;
		}
		if (roles().current() instanceof Running process) {
			if (process.stage() != Stage.REPLACED) {
				this.step.become(process.at(Stage.REPLACED, this.now));
				this.step.command(new Tickers(Change.REPLACED));
				this.step.stopProcess(process);
			}
		}
		else {
			this.step.command(Report.info(0, "is started at once, on request"));
			this.step.command(new Disarm(WorkerTimer.START));
			this.step.startAgain();
		}
	}

	private void due(WorkerTimer timer) {
		switch (timer.kind()) {
			case START -> {
				if (roles().current() instanceof Pause) {
					this.step.startAgain();
				}
			}
			case STANDBY -> {
				if (roles().standby() instanceof Pause) {
					this.step.set(roles().withStandby(Role.VACANT));
					this.step.launchStandby();
				}
			}
			case WATCH -> roles().process(timer.process()).ifPresent(this::look);
		}
	}

	/**
	 * Look after a process: whether it has started in time, or else whether it has given
	 * a sign of life.
	 */
	private void look(Running process) {
		boolean waits = roles().isStandby(process.id()) && process.stage() == Stage.PREPARED;
		if (!waits && process.stage() != Stage.UP) {
			killUnlessDebugged(process, new Killing(RestartReason.START_FAILURE, false),
					"it was not ready within %d ms".formatted(this.settings.times().startTimeout().toMillis()));
			return;
		}
		Duration silence = Duration.ofNanos(this.now - process.heard());
		Duration left = this.settings.times().heartbeatTimeout().minus(silence);
		if (left.isNegative() || left.isZero()) {
			killUnlessDebugged(process, new Killing(RestartReason.HEARTBEAT, false),
					"it gave no sign of life for %d ms".formatted(silence.toMillis()));
		}
		else {
			this.step.command(new Arm(WorkerTimer.watch(process.id()), left));
		}
	}

	/**
	 * Kill a process, unless a debugger may have halted it.
	 */
	private void killUnlessDebugged(Running process, Killing killing, String why) {
		if (!this.settings.isDebugged()) {
			kill(process, killing, why);
		}
	}

	private void kill(Running process, Killing killing, String why) {
		if (process.killing() == null) {
			this.step.become(process.killedFor(killing));
			this.step.command(new Disarm(WorkerTimer.watch(process.id())));
			this.step.command(new Kill(process.id(), why));
		}
	}

	/**
	 * A tick that this instance has lost must end, even if a debugger has halted it:
	 * another instance ticks.
	 */
	private void overdue(Running process, Overdue overdue) {
		Killing killing = new Killing(RestartReason.TICK_TIMEOUT, false);
		if (overdue.lost()) {
			kill(process, killing, overdue.why());
		}
		else if (!this.settings.isDebugged() && process.killing() == null) {
			this.step.command(new TimedOut(overdue.ticker()));
			kill(process, killing, overdue.why());
		}
	}

	private void prepared(Running process, @Nullable String lacking) {
		if (process.stage() != Stage.STARTING || roles().phase() != Phase.RUNNING) {
			return;
		}
		Running prepared = process.at(Stage.PREPARED, this.now);
		this.step.become(prepared);
		if (lacking != null) {
			this.step.become(prepared.killedFor(new Killing(RestartReason.START_FAILURE, true)));
			this.step.command(new Disarm(WorkerTimer.watch(process.id())));
			this.step.command(new Discard(process.id(), lacking));
		}
		else if (roles().isCurrent(process.id())) {
			this.step.command(new Begin(process.id()));
		}
		else if (roles().isStandby(process.id())) {
			this.step.command(Report.info(process.id(), "stands by"));
			this.step.command(new Arm(WorkerTimer.watch(process.id()), this.settings.times().heartbeatTimeout()));
		}
		else {
			this.step.stopProcess(process);
		}
	}

	private void ready(Running process, boolean archiveMissing) {
		boolean starts = process.stage() == Stage.STARTING || process.stage() == Stage.PREPARED;
		if (!starts || !roles().isCurrent(process.id()) || roles().phase() != Phase.RUNNING) {
			return;
		}
		this.step.become(process.at(Stage.UP, this.now));
		this.step.command(new Tickers(Change.READY));
		this.step.command(new Up(process.id(), Duration.ofNanos(this.now - process.since())));
		this.step.command(new Arm(WorkerTimer.watch(process.id()), this.settings.times().heartbeatTimeout()));
		if (archiveMissing && this.settings.canBeTwo() && roles().writer() == Role.VACANT) {
			this.step.launchWriter();
		}
		this.step.launchStandby();
	}

	private void closing(Running process) {
		if (roles().phase() == Phase.STOPPING) {
			this.step.become(process.at(Stage.CLOSING, this.now));
			this.step.finish();
		}
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
