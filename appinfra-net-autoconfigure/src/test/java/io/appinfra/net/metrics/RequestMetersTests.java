package io.appinfra.net.metrics;

import java.time.Duration;

import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import io.appinfra.net.http.RequestStatistics.Requests;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RequestMeters}.
 */
class RequestMetersTests {

	private static final Duration LONGER_THAN_THE_WINDOW = Duration.ofMinutes(10);

	private final MockClock clock = new MockClock();

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, this.clock);

	private final RequestMeters meters = new RequestMeters(this.registry, "requests");

	@Test
	void requestsWhenOfSeveralStatusesAreThoseOfOnePattern() {
		record("/prices", "200", 30);
		record("/prices", "404", 80);
		record("/prices", "500", 10);
		record("/other", "200", 1000);
		assertThat(this.meters.requests()).containsEntry("/prices", new Requests(3, 1, 1, 120, 80));
	}

	@Test
	void slowestWhenTheWindowHasPassedIsNotKnownAndTheRestIs() {
		record("/prices", "200", 30);
		record("/prices", "404", 80);
		this.clock.add(LONGER_THAN_THE_WINDOW);
		assertThat(this.meters.requests()).containsOnlyKeys("/prices")
			.containsEntry("/prices", new Requests(2, 1, 0, 110, 0));
	}

	@Test
	void slowestWhenRequestsComeAfterTheWindowIsOneOfThem() {
		record("/prices", "200", 80);
		this.clock.add(LONGER_THAN_THE_WINDOW);
		record("/prices", "200", 30);
		assertThat(this.meters.requests()).containsEntry("/prices", new Requests(2, 0, 0, 110, 30));
	}

	@Test
	void requestsWhenOfAnotherMeterOrWithoutPatternAreLeftOut() {
		this.registry.timer("other", "uri", "/prices").record(Duration.ofMillis(30));
		this.registry.timer("requests", "status", "200").record(Duration.ofMillis(30));
		assertThat(this.meters.requests()).isEmpty();
	}

	private void record(String uri, String status, long millis) {
		Timer timer = this.registry.timer("requests", "uri", uri, "status", status);
		timer.record(Duration.ofMillis(millis));
	}

}
