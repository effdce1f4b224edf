package io.appinfra.net.supervisor;

import java.util.List;

import io.appinfra.net.remote.lifecycle.ProcessEnd;
import io.appinfra.net.supervisor.WorkerCommand.Archive;
import io.appinfra.net.supervisor.WorkerCommand.Arm;
import io.appinfra.net.supervisor.WorkerCommand.Count;
import io.appinfra.net.supervisor.WorkerCommand.Disarm;
import io.appinfra.net.supervisor.WorkerCommand.Exit;
import io.appinfra.net.supervisor.WorkerCommand.Forget;
import io.appinfra.net.supervisor.WorkerCommand.Report;
import io.appinfra.net.supervisor.WorkerCommand.Tickers;
import io.appinfra.net.supervisor.WorkerCommand.Tickers.Change;
import io.appinfra.net.supervisor.WorkerEvent.WorkerTimer;
import io.appinfra.net.supervisor.WorkerRoles.Pause;
import io.appinfra.net.supervisor.WorkerRoles.Phase;
import io.appinfra.net.supervisor.WorkerRoles.Role;
import io.appinfra.net.supervisor.WorkerRoles.Running;
import io.appinfra.net.supervisor.WorkerRoles.Stage;

/**
 * What the end of a process makes of its worker, as a part of its
 * {@link WorkerTransition}.
 */
final class EndTransition {

	private final WorkerSettings settings;

	private final StepBuilder step;

	private final long now;

	private final double random;

	EndTransition(WorkerSettings settings, StepBuilder step, long now, double random) {
		this.settings = settings;
		this.step = step;
		this.now = now;
		this.random = random;
	}

	private WorkerRoles roles() {
		return this.step.roles();
	}

	/**
	 * Take the end of a process.
	 * @param process the process
	 * @param end how it has ended
	 */
	void take(Running process, ProcessEnd end) {
		this.step.command(new Disarm(WorkerTimer.watch(process.id())));
		if (roles().phase() == Phase.STOPPING) {
			endedInStop(process, end);
		}
		else if (roles().isCurrent(process.id())) {
			currentEnded(process, end);
		}
		else if (roles().isStandby(process.id())) {
			standbyEnded(process, end);
		}
		else {
			writerEnded(process, end);
		}
		this.step.command(new Forget(process.id()));
	}

	private void endedInStop(Running process, ProcessEnd end) {
		this.step.command(Report.info(process.id(), "has stopped: " + EndTexts.how(end)));
		if (roles().isCurrent(process.id())) {
			this.step.command(new Exit(end.code(), end.reason()));
			this.step.set(roles().withCurrent(Role.VACANT));
		}
		else if (roles().isStandby(process.id())) {
			this.step.set(roles().withStandby(Role.VACANT));
		}
		else {
			writerEnded(process, end);
		}
		this.step.finish();
	}

	private void writerEnded(Running process, ProcessEnd end) {
		this.step.set(roles().withWriter(Role.VACANT));
		boolean written = process.stage() == Stage.PREPARED && end.isNormal();
		if (!written && roles().phase() == Phase.RUNNING) {
			this.step.command(Report.info(process.id(), EndTexts.writerFailed(end)));
		}
		this.step.command(new Archive(written));
		this.step.launchStandby();
	}

	private void standbyEnded(Running process, ProcessEnd end) {
		Restarts.Decision decision = roles().standbyRestarts().next(this.now, this.random);
		this.step.set(roles().withStandby(new Pause(decision.tooMany())).withStandbyRestarts(decision.restarts()));
		reportEnd(process, end, process.stage() == Stage.PREPARED,
				"It stood by. Another is started in " + EndTexts.in(decision, this.settings), 0);
		this.step.command(new Arm(WorkerTimer.STANDBY, decision.delay()));
	}

	private void currentEnded(Running process, ProcessEnd end) {
		boolean replaced = process.stage() == Stage.REPLACED;
		boolean wasUp = process.stage() == Stage.UP;
		this.step.command(new Count(reason(process, end)));
		this.step.command(new Exit(end.code(), EndTexts.exit(end, replaced, wasUp)));
		this.step.command(new Tickers(Change.ENDED));
		if (replaced) {
			currentReplaced(process, end);
			return;
		}
		boolean lasting = process.killing() != null && process.killing().lasting();
		Restarts.Decision decision = lasting ? roles().restarts().seldom(this.now, this.random)
				: roles().restarts().next(this.now, this.random);
		this.step.set(roles().withRestarts(decision.restarts()).withCurrent(new Pause(decision.tooMany())));
		long successor = decision.tooMany() ? 0 : this.step.successor();
		if (successor > 0) {
			reportEnd(process, end, wasUp, "", successor);
			this.step.startAgain();
		}
		else {
			reportEnd(process, end, wasUp, "It is started again in "
					+ (lasting ? EndTexts.inVain(decision) : EndTexts.in(decision, this.settings)), 0);
			this.step.command(new Arm(WorkerTimer.START, decision.delay()));
		}
	}

	private void currentReplaced(Running process, ProcessEnd end) {
		this.step.set(roles().withRestarts(roles().restarts().requested()).withCurrent(new Pause(false)));
		long successor = this.step.successor();
		this.step.command(new Report(EndTexts.Level.INFO, process.id(), EndTexts.replaced(end, successor > 0),
				successor, List.of()));
		this.step.startAgain();
	}

	private void reportEnd(Running process, ProcessEnd end, boolean wasReady, String next, long successor) {
		EndTexts.Level level = EndTexts.Level.of(end, wasReady);
		this.step.command(new Report(level, process.id(), EndTexts.ended(end, level, next), successor,
				(level == EndTexts.Level.ERROR) ? end.lastLines() : List.of()));
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

}
