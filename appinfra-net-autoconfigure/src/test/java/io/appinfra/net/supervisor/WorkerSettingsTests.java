package io.appinfra.net.supervisor;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.appinfra.net.supervisor.WorkerSettings.Times;
import io.appinfra.net.supervisor.WorkerSettings.UseMainMethod;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WorkerSettings}.
 */
class WorkerSettingsTests {

	@Test
	void forWriterLetsTheStopTakeAsLongAsTheStart() {
		assertThat(settings(60, 2).forWriter()).isEqualTo(settings(60, 60));
		assertThat(settings(2, 60).forWriter()).isEqualTo(settings(2, 60));
	}

	@Test
	void withDefaultsGivesWayToWhatIsConfigured() {
		WorkerSettings settings = settings(1, 1).withDefaults(Map.of("a", "configured"))
			.withDefaults(Map.of("a", "default", "b", "default"));
		assertThat(settings.properties()).containsExactlyInAnyOrderEntriesOf(Map.of("a", "configured", "b", "default"));
	}

	private static WorkerSettings settings(int startSeconds, int stopSeconds) {
		Duration second = Duration.ofSeconds(1);
		RestartPolicy restart = new RestartPolicy(second, second, 1, 0, 1, second);
		return new WorkerSettings("default", UseMainMethod.WHEN_AVAILABLE, List.of(), List.of(), Map.of(),
				new Times(Duration.ofSeconds(startSeconds), Duration.ofSeconds(stopSeconds), second,
						second.multipliedBy(2)),
				restart, false, null);
	}

}
