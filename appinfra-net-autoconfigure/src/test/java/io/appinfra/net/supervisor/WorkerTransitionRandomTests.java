package io.appinfra.net.supervisor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.appinfra.net.remote.lifecycle.ProcessEnd;
import io.appinfra.net.supervisor.WorkerCommand.Arm;
import io.appinfra.net.supervisor.WorkerCommand.Launch;
import io.appinfra.net.supervisor.WorkerEvent.WorkerTimer;
import io.appinfra.net.supervisor.WorkerRoles.Pause;
import io.appinfra.net.supervisor.WorkerRoles.Phase;
import io.appinfra.net.supervisor.WorkerRoles.Running;
import io.appinfra.net.supervisor.WorkerRoles.Stage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Walks at random over the {@link WorkerTransition}s of a worker, with processes that do
 * anything at any time. Whatever happens: one process at most has been allowed to tick,
 * each that was launched is watched or pressed to end until it has ended, no restart
 * comes sooner than the policy says, and what is stopped leaves nothing.
 */
class WorkerTransitionRandomTests {

	private static final int STEPS = 400;

	private static final int WALKS = 400;

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void walkWhereverItGoesKeepsTheInvariants(boolean standby) {
		for (int seed = 0; seed < WALKS; seed++) {
			Walk walk = new Walk(seed, WorkerTransitionTests.settings(standby));
			for (int i = 0; i < STEPS; i++) {
				walk.step();
			}
			walk.stopAndEnd();
		}
	}

	/**
	 * A worker with the processes and timers that its commands make.
	 */
	private static final class Walk {

		private final Random random;

		private final int seed;

		private final WorkerSettings settings;

		private final List<String> path = new ArrayList<>();

		private final Set<Long> alive = new HashSet<>();

		private final Set<Long> begun = new HashSet<>();

		private final Set<Long> pressed = new HashSet<>();

		private final Set<Long> closing = new HashSet<>();

		private final Map<WorkerTimer, Long> timers = new HashMap<>();

		private WorkerRoles roles;

		private long now;

		private long launched;

		private boolean stopped = true;

		private Walk(int seed, WorkerSettings settings) {
			this.random = new Random(seed);
			this.seed = seed;
			this.settings = settings;
			this.roles = WorkerRoles.initial(settings.restart());
		}

		void step() {
			this.now += this.random.nextLong(2_000_000_000L);
			WorkerTimer due = this.timers.entrySet()
				.stream()
				.filter((timer) -> timer.getValue() <= this.now)
				.map(Map.Entry::getKey)
				.findFirst()
				.orElse(null);
			if (due != null) {
				this.timers.remove(due);
				take(new WorkerEvent.Due(due));
			}
			else {
				take(anyEvent());
			}
		}

		private WorkerEvent anyEvent() {
			int choice = this.random.nextInt(100);
			if (choice < 3) {
				return new WorkerEvent.Stop();
			}
			if (choice < 10) {
				return new WorkerEvent.Start();
			}
			if (choice < 15) {
				return new WorkerEvent.Restart();
			}
			long process = Math.max(0, this.launched - this.random.nextInt(4));
			if (choice < 35) {
				return new WorkerEvent.Prepared(process, (choice < 17) ? "it lacks something" : null);
			}
			if (choice < 60) {
				return new WorkerEvent.Ready(process, this.random.nextInt(4) == 0);
			}
			if (choice < 70) {
				return new WorkerEvent.Heard(process);
			}
			if (choice < 75) {
				return new WorkerEvent.Closing(process);
			}
			return (choice < 78) ? new WorkerEvent.Overdue(process, "prices", "its tick takes too long", false)
					: end(process);
		}

		private WorkerEvent end(long process) {
			int code = this.random.nextInt(2);
			return new WorkerEvent.Ended(process,
					new ProcessEnd(code, "exit code " + code, this.random.nextInt(5) == 0, List.of()));
		}

		private void take(WorkerEvent event) {
			this.path.add(event.toString());
			WorkerRoles before = this.roles;
			WorkerTransition.Step step = WorkerTransition.of(this.settings, before, event, this.now,
					this.random.nextDouble());
			this.roles = step.roles();
			if (event instanceof WorkerEvent.Ended ended) {
				this.alive.remove(ended.process());
			}
			else if (event instanceof WorkerEvent.Closing closing) {
				this.closing.add(closing.process());
			}
			step.commands().forEach(this::execute);
			check(before, event, step.commands());
		}

		private void execute(WorkerCommand command) {
			if (command instanceof Launch launch) {
				assertThat(launch.process()).as(this::where).isGreaterThan(this.launched);
				this.launched = launch.process();
				this.alive.add(launch.process());
				this.stopped = false;
			}
			else if (command instanceof WorkerCommand.Begin begin) {
				this.begun.add(begin.process());
			}
			else if (command instanceof WorkerCommand.StopProcess stop) {
				this.pressed.add(stop.process());
			}
			else if (command instanceof WorkerCommand.Kill kill) {
				this.pressed.add(kill.process());
			}
			else if (command instanceof WorkerCommand.Discard discard) {
				this.pressed.add(discard.process());
			}
			else if (command instanceof Arm arm) {
				this.timers.put(arm.timer(), this.now + arm.delay().toNanos());
			}
			else if (command instanceof WorkerCommand.Disarm disarm) {
				this.timers.remove(disarm.timer());
			}
			else if (command instanceof WorkerCommand.Quiet) {
				assertThat(this.roles.phase()).as(this::where).isEqualTo(Phase.STOPPING);
				assertThat(this.closing).as(this::where).containsAll(this.alive);
			}
			else if (command instanceof WorkerCommand.Stopped) {
				this.stopped = true;
			}
		}

		private void check(WorkerRoles before, WorkerEvent event, List<WorkerCommand> commands) {
			assertThat(this.begun.stream().filter(this.alive::contains)).as(this::where).hasSizeLessThanOrEqualTo(1);
			assertThat(this.roles.processes().map(Running::id)).as(this::where)
				.containsExactlyInAnyOrderElementsOf(this.alive);
			assertThat(this.alive).as(this::where)
				.allMatch((process) -> this.pressed.contains(process)
						|| this.timers.containsKey(WorkerTimer.watch(process)));
			assertThat(this.timers.keySet().stream().filter((timer) -> timer.kind() == WorkerTimer.Kind.WATCH))
				.as(this::where)
				.allMatch((timer) -> this.alive.contains(timer.process()));
			assertThat(this.timers.containsKey(WorkerTimer.START)).as(this::where)
				.isEqualTo(this.roles.current() instanceof Pause);
			assertThat(this.timers.containsKey(WorkerTimer.STANDBY)).as(this::where)
				.isEqualTo(this.roles.standby() instanceof Pause);
			assertThat(this.stopped).as(this::where).isEqualTo(this.roles.phase() == Phase.STOPPED);
			if (this.roles.phase() != Phase.RUNNING) {
				assertThat(commands).as(this::where).noneMatch(Launch.class::isInstance);
			}
			checkBackoff(before, event, commands);
		}

		private void checkBackoff(WorkerRoles before, WorkerEvent event, List<WorkerCommand> commands) {
			RestartPolicy policy = this.settings.restart();
			long floor = (long) (policy.initialDelay().toNanos() * (1 - policy.jitter()));
			assertThat(commands.stream().filter(Arm.class::isInstance).map(Arm.class::cast)).as(this::where)
				.filteredOn((arm) -> arm.timer().kind() != WorkerTimer.Kind.WATCH)
				.allMatch((arm) -> arm.delay().toNanos() >= floor);
			boolean failed = event instanceof WorkerEvent.Ended ended && before.isCurrent(ended.process())
					&& before.current() instanceof Running process && process.stage() != Stage.REPLACED;
			if (failed) {
				assertThat(commands).as(this::where).noneMatch(Launch.class::isInstance);
			}
		}

		void stopAndEnd() {
			take(new WorkerEvent.Stop());
			for (long process : List.copyOf(this.alive)) {
				assertThat(this.pressed).as(this::where).contains(process);
				take(end(process));
			}
			assertThat(this.roles.phase()).as(this::where).isEqualTo(Phase.STOPPED);
			assertThat(this.timers).as(this::where).isEmpty();
		}

		private String where() {
			return "seed %d, after %s".formatted(this.seed,
					this.path.subList(Math.max(0, this.path.size() - 12), this.path.size()));
		}

	}

}
