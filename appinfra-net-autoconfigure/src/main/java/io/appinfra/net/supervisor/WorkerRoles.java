package io.appinfra.net.supervisor;

import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The state of a worker: which processes it has, what each is for, and how far it is. It
 * changes by {@link WorkerTransition}s alone.
 *
 * @param phase what the application does
 * @param current the process that ticks
 * @param standby the process that waits to take over
 * @param writer the process that writes a class data archive
 * @param restarts the restarts of the current process
 * @param standbyRestarts the restarts of the standby
 * @param launched the number of the newest process
 */
record WorkerRoles(Phase phase, Role current, Role standby, Role writer, Restarts restarts, Restarts standbyRestarts,
		long launched) {

	static WorkerRoles initial(RestartPolicy policy) {
		return new WorkerRoles(Phase.STOPPED, Role.VACANT, Role.VACANT, Role.VACANT, Restarts.none(policy),
				Restarts.none(policy), 0);
	}

	WorkerRoles withPhase(Phase phase) {
		return new WorkerRoles(phase, this.current, this.standby, this.writer, this.restarts, this.standbyRestarts,
				this.launched);
	}

	WorkerRoles withCurrent(Role current) {
		return new WorkerRoles(this.phase, current, this.standby, this.writer, this.restarts, this.standbyRestarts,
				this.launched);
	}

	WorkerRoles withStandby(Role standby) {
		return new WorkerRoles(this.phase, this.current, standby, this.writer, this.restarts, this.standbyRestarts,
				this.launched);
	}

	WorkerRoles withWriter(Role writer) {
		return new WorkerRoles(this.phase, this.current, this.standby, writer, this.restarts, this.standbyRestarts,
				this.launched);
	}

	WorkerRoles withRestarts(Restarts restarts) {
		return new WorkerRoles(this.phase, this.current, this.standby, this.writer, restarts, this.standbyRestarts,
				this.launched);
	}

	WorkerRoles withStandbyRestarts(Restarts standbyRestarts) {
		return new WorkerRoles(this.phase, this.current, this.standby, this.writer, this.restarts, standbyRestarts,
				this.launched);
	}

	WorkerRoles withLaunched(long launched) {
		return new WorkerRoles(this.phase, this.current, this.standby, this.writer, this.restarts, this.standbyRestarts,
				launched);
	}

	/**
	 * Put a process that has changed in the place of its former state.
	 * @param process the process
	 */
	WorkerRoles with(Running process) {
		if (isCurrent(process.id())) {
			return withCurrent(process);
		}
		return isStandby(process.id()) ? withStandby(process) : withWriter(process);
	}

	/**
	 * Return a process that has not ended.
	 * @param id its number
	 */
	Optional<Running> process(long id) {
		return processes().filter((process) -> process.id() == id).findFirst();
	}

	Stream<Running> processes() {
		return Stream.of(this.current, this.standby, this.writer)
			.filter(Running.class::isInstance)
			.map(Running.class::cast);
	}

	boolean isCurrent(long id) {
		return this.current instanceof Running process && process.id() == id;
	}

	boolean isStandby(long id) {
		return this.standby instanceof Running process && process.id() == id;
	}

	boolean isUp() {
		return isCurrentAt(Stage.UP);
	}

	private boolean isCurrentAt(Stage stage) {
		return this.current instanceof Running process && process.stage() == stage;
	}

	/**
	 * Return the state as others see it.
	 */
	WorkerState state() {
		if (this.current instanceof Pause pause) {
			return pause.isLong() ? WorkerState.DOWN : WorkerState.BACKOFF;
		}
		if (this.current == Role.VACANT || isCurrentAt(Stage.CLOSING)) {
			return WorkerState.STOPPED;
		}
		return isUp() ? WorkerState.UP : WorkerState.STARTING;
	}

	/**
	 * What the application does.
	 */
	enum Phase {

		/** It has not started its workers, or has stopped them. */
		STOPPED,

		/** It runs. */
		RUNNING,

		/** It stops its workers. */
		STOPPING

	}

	/**
	 * Who has a role.
	 */
	sealed interface Role {

		/**
		 * Nobody has it.
		 */
		Role VACANT = new Vacant();

	}

	/**
	 * Nobody has a role.
	 */
	record Vacant() implements Role {

	}

	/**
	 * A process has had a role, and another one will be started for it.
	 *
	 * @param isLong whether that is seldom tried, since it has failed too often
	 */
	record Pause(boolean isLong) implements Role {

	}

	/**
	 * A process has a role.
	 *
	 * @param id its number
	 * @param stage how far it is
	 * @param since when it was launched or took over, in nanoseconds
	 * @param heard when it has given its last sign of life, in nanoseconds
	 * @param killing why it is being killed, {@code null} if it is not
	 */
	record Running(long id, Stage stage, long since, long heard, @Nullable Killing killing) implements Role {

		/**
		 * Return the process at another stage. It has just been heard, or is watched no
		 * longer.
		 */
		Running at(Stage stage, long now) {
			return new Running(this.id, stage, this.since, now, this.killing);
		}

		Running takingOver(long now) {
			return new Running(this.id, this.stage, now, this.heard, this.killing);
		}

		Running heard(long now) {
			return new Running(this.id, this.stage, this.since, now, this.killing);
		}

		Running killedFor(Killing killing) {
			return new Running(this.id, this.stage, this.since, this.heard, killing);
		}

	}

	/**
	 * How far a process is.
	 */
	enum Stage {

		/** Its application starts. */
		STARTING,

		/** Its application has started, and its tickers have not. */
		PREPARED,

		/** Its tickers have started. */
		UP,

		/** It stops, so that another one takes its place. */
		REPLACED,

		/** It stops with the application, and its tickers have stopped. */
		CLOSING

	}

	/**
	 * Why a process is being killed.
	 *
	 * @param reason why another one is needed
	 * @param lasting whether the next one will have to be killed for the same reason
	 */
	record Killing(RestartReason reason, boolean lasting) {

	}

}
