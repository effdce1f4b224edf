package io.appinfra.net.supervisor;

import java.util.ArrayList;
import java.util.List;

import io.appinfra.net.supervisor.WorkerCommand.Arm;
import io.appinfra.net.supervisor.WorkerCommand.Begin;
import io.appinfra.net.supervisor.WorkerCommand.Disarm;
import io.appinfra.net.supervisor.WorkerCommand.Launch;
import io.appinfra.net.supervisor.WorkerCommand.Quiet;
import io.appinfra.net.supervisor.WorkerCommand.StopProcess;
import io.appinfra.net.supervisor.WorkerCommand.Stopped;
import io.appinfra.net.supervisor.WorkerCommand.Tickers;
import io.appinfra.net.supervisor.WorkerCommand.Tickers.Change;
import io.appinfra.net.supervisor.WorkerEvent.WorkerTimer;
import io.appinfra.net.supervisor.WorkerRoles.Phase;
import io.appinfra.net.supervisor.WorkerRoles.Role;
import io.appinfra.net.supervisor.WorkerRoles.Running;
import io.appinfra.net.supervisor.WorkerRoles.Stage;

/**
 * Builds the {@link WorkerTransition.Step step} of a transition: the next state of a
 * worker, and what is to be done.
 */
final class StepBuilder {

	private final List<WorkerCommand> commands = new ArrayList<>();

	private final WorkerSettings settings;

	private final long now;

	private WorkerRoles roles;

	StepBuilder(WorkerSettings settings, WorkerRoles roles, long now) {
		this.settings = settings;
		this.roles = roles;
		this.now = now;
	}

	WorkerRoles roles() {
		return this.roles;
	}

	void set(WorkerRoles roles) {
		this.roles = roles;
	}

	WorkerTransition.Step build() {
		return new WorkerTransition.Step(this.roles, List.copyOf(this.commands));
	}

	void command(WorkerCommand command) {
		this.commands.add(command);
	}

	void become(Running process) {
		this.roles = this.roles.with(process);
	}

	/**
	 * Stop what has a role.
	 * @return the role until it has stopped
	 */
	Role stopped(Role role) {
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
	void stopProcess(Running process) {
		command(new Disarm(WorkerTimer.watch(process.id())));
		command(new StopProcess(process.id()));
	}

	/**
	 * End the stop of the worker once nothing of it is left, or say that nothing ticks.
	 */
	void finish() {
		if (this.roles.processes().findAny().isEmpty()) {
			this.roles = this.roles.withPhase(Phase.STOPPED);
			command(new Tickers(Change.STOPPED));
			command(new Stopped());
		}
		else if (this.roles.processes().allMatch((process) -> process.stage() == Stage.CLOSING)) {
			command(new Quiet());
		}
	}

	/**
	 * Return which process can take over, 0 if none can.
	 */
	long successor() {
		return (this.roles.standby() instanceof Running standby && standby.killing() == null) ? standby.id() : 0;
	}

	/**
	 * Put another process in the place of the current one: the standby, or a new one.
	 */
	void startAgain() {
		if (successor() > 0) {
			takeOver((Running) this.roles.standby());
		}
		else {
			launchCurrent();
		}
	}

	private void takeOver(Running standby) {
		this.roles = this.roles.withStandby(Role.VACANT).withCurrent(standby.takingOver(this.now));
		command(new Arm(WorkerTimer.watch(standby.id()), this.settings.times().startTimeout()));
		if (standby.stage() == Stage.PREPARED) {
			command(new Begin(standby.id()));
		}
	}

	void launchCurrent() {
		Running current = launch(false);
		this.roles = this.roles.withCurrent(current);
	}

	void launchWriter() {
		Running writer = launch(true);
		this.roles = this.roles.withWriter(writer);
	}

	/**
	 * Launch a standby if there should be one, and can be.
	 */
	void launchStandby() {
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
		command(new Arm(WorkerTimer.watch(id), this.settings.times().startTimeout()));
		return new Running(id, Stage.STARTING, this.now, this.now, null);
	}

}
