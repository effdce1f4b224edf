package io.appinfra.net.supervisor;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.appinfra.net.remote.lifecycle.ProcessEnd;
import io.appinfra.net.supervisor.WorkerCommand.Arm;
import io.appinfra.net.supervisor.WorkerCommand.Report;
import io.appinfra.net.supervisor.WorkerEvent.WorkerTimer;
import io.appinfra.net.supervisor.WorkerSettings.Times;
import io.appinfra.net.supervisor.WorkerSettings.UseMainMethod;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WorkerTransition}: a table of what each event makes of each state. A
 * state is written as the events that lead to it.
 */
class WorkerTransitionTests {

	private static final RestartPolicy RESTART = new RestartPolicy(Duration.ofSeconds(1), Duration.ofSeconds(60), 2, 0,
			2, Duration.ofMinutes(10));

	private long now;

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					# state                                     | event       | becomes  | and is to be done
					''                                          | start       | STARTING | ENDED, launch 1, watch 1 20s
					''                                          | stop        | STOPPED  | STOPPED, stopped
					''                                          | restart     | STOPPED  | ''
					''                                          | due START   | STOPPED  | ''
					start                                       | start       | STARTING | ''
					start                                       | prepared 1  | STARTING | begin 1
					start                                       | lacking 1   | STARTING | discard 1
					start                                       | heard 1     | STARTING | ''
					start                                       | ready 1     | UP       | READY, up 1, watch 1 5s
					start                                       | due WATCH 1 | STARTING | kill 1
					start                                       | overdue 1   | STARTING | timed-out, kill 1
					start                                       | restart     | STARTING | REPLACED, stop 1
					start                                       | stop        | STARTING | stop 1
					start                                       | crash 1     | BACKOFF  | START_FAILURE, ENDED, arm START 1s
					start                                       | crash 7     | STARTING | ''
					start; lacking 1                            | crash 1     | DOWN     | START_FAILURE, ENDED, arm START 60s
					start; due WATCH 1                          | crash 1     | BACKOFF  | START_FAILURE, ENDED, arm START 1s
					start; prepared 1                           | prepared 1  | STARTING | ''
					start; prepared 1                           | due WATCH 1 | STARTING | kill 1
					start; prepared 1                           | ready 1     | UP       | READY, up 1, watch 1 5s
					start; ready 1                              | ready 1     | UP       | ''
					start; ready 1                              | prepared 1  | UP       | ''
					start; ready 1; wait 4                      | due WATCH 1 | UP       | watch 1 1s
					start; ready 1; wait 4; heard 1; wait 2     | due WATCH 1 | UP       | watch 1 3s
					start; ready 1; wait 5                      | due WATCH 1 | UP       | kill 1
					start; ready 1; wait 5; due WATCH 1         | due WATCH 1 | UP       | ''
					start; ready 1; wait 5; due WATCH 1         | overdue 1   | UP       | ''
					start; ready 1; wait 5; due WATCH 1         | crash 1     | BACKOFF  | HEARTBEAT, ENDED, arm START 1s
					start; ready 1                              | overdue 1   | UP       | timed-out, kill 1
					start; ready 1                              | lost 1      | UP       | kill 1
					start; ready 1; overdue 1                   | lost 1      | UP       | ''
					start; ready 1; overdue 1                   | crash 1     | BACKOFF  | TICK_TIMEOUT, ENDED, arm START 1s
					start; ready 1                              | crash 1     | BACKOFF  | CRASH, ENDED, arm START 1s
					start; ready 1                              | exit 1      | BACKOFF  | REQUESTED, ENDED, arm START 1s
					start; ready 1                              | term 1      | BACKOFF  | REQUESTED, ENDED, arm START 1s
					start; ready 1                              | restart     | STARTING | REPLACED, stop 1
					start; ready 1; restart                     | restart     | STARTING | ''
					start; ready 1; restart                     | ready 1     | STARTING | ''
					start; ready 1; restart                     | due WATCH 1 | STARTING | kill 1
					start; ready 1; restart                     | stop        | STARTING | ''
					start; ready 1; restart                     | crash 1     | STARTING | REQUESTED, ENDED, launch 2, watch 2 20s
					start; ready 1; crash 1                     | due START   | STARTING | launch 2, watch 2 20s
					start; ready 1; crash 1                     | restart     | STARTING | launch 2, watch 2 20s
					start; ready 1; crash 1                     | ready 1     | BACKOFF  | ''
					start; ready 1; crash 1                     | crash 1     | BACKOFF  | ''
					start; ready 1; crash 1                     | stop        | STOPPED  | STOPPED, stopped
					start; crash 1; due START; crash 2          | due START   | STARTING | launch 3, watch 3 20s
					start; crash 1; due START                   | crash 2     | BACKOFF  | START_FAILURE, ENDED, arm START 2s
					start; crash 1; due START; crash 2; due START | crash 3   | DOWN     | START_FAILURE, ENDED, arm START 60s
					start; ready 1; stop                        | stop        | UP       | ''
					start; ready 1; stop                        | restart     | UP       | ''
					start; stop                                 | prepared 1  | STARTING | ''
					start; stop                                 | ready 1     | STARTING | ''
					start; ready 1; stop                        | exit 1      | STOPPED  | STOPPED, stopped
					start; ready 1                              | closing 1   | UP       | ''
					start; ready 1; stop                        | closing 1   | STOPPED  | quiet
					start; ready 1; stop; closing 1             | heard 1     | STOPPED  | ''
					start; ready 1; stop; closing 1             | exit 1      | STOPPED  | STOPPED, stopped
					start; ready 1; restart                     | closing 1   | STARTING | ''
					start; ready! 1; stop                       | closing 1   | STOPPED  | ''
					start; ready! 1; stop; closing 1            | crash 2     | STOPPED  | abandoned, quiet
					start; ready 1; stop; exit 1                | start       | STARTING | ENDED, launch 2, watch 2 20s
					start                                       | ready! 1    | UP       | READY, up 1, watch 1 5s, write 2, watch 2 20s
					start; ready! 1                             | prepared 2  | UP       | stop 2
					start; ready! 1                             | due WATCH 2 | UP       | kill 2
					start; ready! 1; prepared 2                 | exit 2      | UP       | written
					start; ready! 1                             | exit 2      | UP       | abandoned
					start; ready! 1; prepared 2                 | crash 2     | UP       | abandoned
					start; ready! 1                             | crash 1     | BACKOFF  | CRASH, ENDED, arm START 1s
					start; ready! 1                             | stop        | UP       | stop 1, discard 2
					start; ready! 1; stop; exit 1               | crash 2     | STOPPED  | abandoned, STOPPED, stopped
					""")
	void transitionWithoutStandbyYieldsStateAndCommands(String state, String event, String becomes, String commands) {
		assertTransition(settings(false), state, event, becomes, commands);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					# state                                     | event       | becomes  | and is to be done
					start                                       | ready 1     | UP       | READY, up 1, watch 1 5s, launch 2, watch 2 20s
					start                                       | ready! 1    | UP       | READY, up 1, watch 1 5s, write 2, watch 2 20s
					start; ready! 1; prepared 2                 | exit 2      | UP       | written, launch 3, watch 3 20s
					start; ready! 1; crash 1                    | crash 2     | BACKOFF  | abandoned
					start; ready 1                              | prepared 2  | UP       | watch 2 5s
					start; ready 1                              | ready 2     | UP       | ''
					start; ready 1                              | lacking 2   | UP       | discard 2
					start; ready 1                              | due WATCH 2 | UP       | kill 2
					start; ready 1; prepared 2; wait 5          | due WATCH 2 | UP       | kill 2
					start; ready 1; prepared 2; wait 4          | due WATCH 2 | UP       | watch 2 1s
					start; ready 1                              | crash 1     | STARTING | CRASH, ENDED, watch 2 20s
					start; ready 1; prepared 2                  | crash 1     | STARTING | CRASH, ENDED, watch 2 20s, begin 2
					start; ready 1; due WATCH 2                 | crash 1     | BACKOFF  | CRASH, ENDED, arm START 1s
					start; ready 1; crash 1                     | prepared 2  | STARTING | begin 2
					start; ready 1; prepared 2; crash 1         | ready 2     | UP       | READY, up 2, watch 2 5s, launch 3, watch 3 20s
					start; ready 1; prepared 2; crash 1         | due WATCH 2 | STARTING | kill 2
					start; ready 1; prepared 2; restart         | exit 1      | STARTING | REQUESTED, ENDED, watch 2 20s, begin 2
					start; ready 1                              | crash 2     | UP       | arm STANDBY 1s
					start; ready 1; crash 2                     | due STANDBY | UP       | launch 3, watch 3 20s
					start; ready 1; crash 2; crash 1            | due STANDBY | BACKOFF  | ''
					start; ready 1; crash 2; crash 1; due START | ready 3     | UP       | READY, up 3, watch 3 5s
					start; ready 1; crash 2                     | stop        | UP       | stop 1
					start; ready 1                              | stop        | UP       | stop 1, stop 2
					start; ready 1; stop                        | exit 1      | STOPPED  | ''
					start; ready 1; stop                        | exit 2      | UP       | ''
					start; ready 1; stop                        | closing 1   | STOPPED  | ''
					start; ready 1; stop; closing 1             | closing 2   | STOPPED  | quiet
					start; ready 1; stop; closing 2             | exit 1      | STOPPED  | quiet
					start; ready 1; stop; exit 1                | exit 2      | STOPPED  | STOPPED, stopped
					""")
	void transitionWithStandbyYieldsStateAndCommands(String state, String event, String becomes, String commands) {
		assertTransition(settings(true), state, event, becomes, commands);
	}

	@Test
	void readyWhenStandbyHasTakenOverSaysForHowLongItHas() {
		assertThat(step(settings(true), state(settings(true), "start; ready 1; prepared 2; wait 4; crash 1; wait 2"),
				"ready 2")
			.commands()).contains(new WorkerCommand.Up(2, Duration.ofSeconds(2)));
	}

	@Test
	void transitionWhenProcessIsDebuggedKillsNothing() {
		WorkerSettings settings = settings(true, "-agentlib:jdwp=transport=dt_socket");
		for (String event : List.of("due WATCH 1", "overdue 1")) {
			assertTransition(settings, "start; ready 1; wait 9", event, "UP", "");
		}
	}

	@Test
	void transitionWhenTickIsLostKillsProcessThatIsDebugged() {
		assertTransition(settings(false, "-agentlib:jdwp=transport=dt_socket"), "start; ready 1", "lost 1", "UP",
				"kill 1");
	}

	@Test
	void endWhenStartFailedIsReportedWithItsOutputAndOtherwiseNot() {
		assertThat(reports("start", "crash 1")).singleElement()
			.isEqualTo(new Report(EndTexts.Level.ERROR, 1,
					"failed to start: exit code 1. It is started again in 1000 ms", 0, List.of("last words")));
		assertThat(reports("start; ready 1", "crash 1")).singleElement()
			.isEqualTo(new Report(EndTexts.Level.WARN, 1, "has ended: exit code 1. It is started again in 1000 ms", 0,
					List.of()));
		assertThat(reports("start; ready 1", "term 1")).extracting(Report::level).containsExactly(EndTexts.Level.INFO);
	}

	private List<Report> reports(String state, String event) {
		return step(settings(false), state(settings(false), state), event).commands()
			.stream()
			.filter(Report.class::isInstance)
			.map(Report.class::cast)
			.toList();
	}

	private void assertTransition(WorkerSettings settings, String state, String event, String becomes,
			String commands) {
		WorkerTransition.Step step = step(settings, state(settings, state), event);
		assertThat(step.commands().stream().map(WorkerTransitionTests::text).filter((text) -> !text.isEmpty()))
			.as("%s, then %s", state, event)
			.containsExactlyElementsOf(commands.isEmpty() ? List.of() : List.of(commands.split(", ")));
		assertThat(step.roles().state().name()).isEqualTo(becomes);
	}

	private WorkerRoles state(WorkerSettings settings, String events) {
		WorkerRoles roles = WorkerRoles.initial(settings.restart());
		for (String event : events.isEmpty() ? new String[0] : events.split("; ")) {
			roles = step(settings, roles, event).roles();
		}
		return roles;
	}

	private WorkerTransition.Step step(WorkerSettings settings, WorkerRoles roles, String text) {
		WorkerEvent event = event(text);
		return (event != null) ? WorkerTransition.of(settings, roles, event, this.now, 0.5)
				: new WorkerTransition.Step(roles, List.of());
	}

	/**
	 * Return an event from its text, or let time pass.
	 */
	private @Nullable WorkerEvent event(String text) {
		String[] words = text.split(" ");
		long number = (words.length > 1 && words[1].matches("\\d+")) ? Long.parseLong(words[1]) : 0;
		return switch (words[0]) {
			case "start" -> new WorkerEvent.Start();
			case "stop" -> new WorkerEvent.Stop();
			case "restart" -> new WorkerEvent.Restart();
			case "prepared" -> new WorkerEvent.Prepared(number, null);
			case "lacking" -> new WorkerEvent.Prepared(number, "it lacks something");
			case "ready" -> new WorkerEvent.Ready(number, false);
			case "ready!" -> new WorkerEvent.Ready(number, true);
			case "closing" -> new WorkerEvent.Closing(number);
			case "heard" -> new WorkerEvent.Heard(number);
			case "overdue" -> new WorkerEvent.Overdue(number, "prices", "its tick takes too long", false);
			case "lost" -> new WorkerEvent.Overdue(number, "prices", "its lease is over", true);
			case "crash" -> ended(number, 1, "exit code 1", false);
			case "exit" -> ended(number, 0, "ended by itself", false);
			case "term" -> ended(number, 143, "ended by SIGTERM", true);
			case "due" -> new WorkerEvent.Due(new WorkerTimer(WorkerTimer.Kind.valueOf(words[1]),
					(words.length > 2) ? Long.parseLong(words[2]) : 0));
			case "wait" -> {
				this.now += Duration.ofSeconds(number).toNanos();
				yield null;
			}
			default -> throw new IllegalArgumentException(text);
		};
	}

	private static WorkerEvent ended(long process, int code, String reason, boolean requested) {
		return new WorkerEvent.Ended(process, new ProcessEnd(code, reason, requested, List.of("last words")));
	}

	private static String text(WorkerCommand command) {
		if (command instanceof WorkerCommand.Launch launch) {
			return (launch.forArchive() ? "write " : "launch ") + launch.process();
		}
		if (command instanceof WorkerCommand.Begin begin) {
			return "begin " + begin.process();
		}
		if (command instanceof WorkerCommand.StopProcess stop) {
			return "stop " + stop.process();
		}
		if (command instanceof WorkerCommand.Discard discard) {
			return "discard " + discard.process();
		}
		if (command instanceof WorkerCommand.Kill kill) {
			return "kill " + kill.process();
		}
		if (command instanceof Arm arm) {
			boolean watch = arm.timer().kind() == WorkerTimer.Kind.WATCH;
			return (watch ? "watch " + arm.timer().process() : "arm " + arm.timer().kind()) + " "
					+ arm.delay().toSeconds() + "s";
		}
		return noteText(command);
	}

	private static String noteText(WorkerCommand command) {
		if (command instanceof WorkerCommand.Tickers tickers) {
			return tickers.change().name();
		}
		if (command instanceof WorkerCommand.TimedOut) {
			return "timed-out";
		}
		if (command instanceof WorkerCommand.Count count) {
			return count.reason().name();
		}
		if (command instanceof WorkerCommand.Archive archive) {
			return archive.written() ? "written" : "abandoned";
		}
		if (command instanceof WorkerCommand.Up up) {
			return "up " + up.process();
		}
		if (command instanceof WorkerCommand.Quiet) {
			return "quiet";
		}
		return (command instanceof WorkerCommand.Stopped) ? "stopped" : "";
	}

	static WorkerSettings settings(boolean standby, String... jvmArgs) {
		return new WorkerSettings("default", UseMainMethod.WHEN_AVAILABLE, List.of(jvmArgs), List.of(), Map.of(),
				new Times(Duration.ofSeconds(20), Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofSeconds(5)),
				RESTART, standby, null);
	}

}
