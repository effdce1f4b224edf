package io.appinfra.net.supervisor;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.appinfra.net.remote.lifecycle.JvmReport;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WorkerJvm}.
 */
class WorkerJvmTests {

	@Test
	void totalsWhenJvmsFollowEachOtherNeverDecrease() {
		JvmReport first = new JvmReport(10, 20, 3, 1_000, 2, 30);
		JvmReport second = new JvmReport(11, 20, 4, 1_500, 3, 40);
		WorkerJvm jvm = WorkerJvm.NONE.with(null, first).with(first, second);
		assertThat(jvm).isEqualTo(new WorkerJvm(11L, 20L, 4, Duration.ofNanos(1_500), 3, Duration.ofMillis(40)));
		jvm = jvm.ended();
		assertThat(jvm).isEqualTo(new WorkerJvm(null, null, null, Duration.ofNanos(1_500), 3, Duration.ofMillis(40)));
		assertThat(jvm.with(null, first))
			.isEqualTo(new WorkerJvm(10L, 20L, 3, Duration.ofNanos(2_500), 5, Duration.ofMillis(70)));
	}

}
