package io.appinfra.net.ticker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.scheduling.support.CronExpression;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The pictures in the documentation are what {@link TickSchedule} does. To draw them anew
 * run this test with {@code -Dtimelines=draw}.
 */
class TimelineTests {

	private static final Path DIRECTORY = Path.of("..", "docs", "timelines");

	private static final Duration INTERVAL = Duration.ofMillis(100);

	private static final double[] ONE_LONG = { 0.3, 0.3, 2.6, 0.3 };

	@Test
	void picturesAreThoseOfTheSchedule() throws IOException {
		Map<String, Timeline> timelines = new LinkedHashMap<>();
		timelines.put("flex", timeline(TickMode.FLEX));
		timelines.put("strict", timeline(TickMode.STRICT));
		timelines.put("strict-max-catch-up",
				timeline("STRICT with max-catch-up 1", start(TickMode.STRICT).maxCatchUp(1)));
		timelines.put("spaced", timeline(TickMode.SPACED));
		timelines.put("continuous", Timeline.run("Ticks of CONTINUOUS", "× 100 ms", INTERVAL,
				start(TickMode.CONTINUOUS), 0.7, 1.6, -0.5, -0.5, 1.2));
		timelines.put("cron",
				Timeline.run("Ticks of a cron expression that matches every second", "seconds", Duration.ofSeconds(1),
						TickSchedule.cron(CronExpression.parse("* * * * * *"), ZoneOffset.UTC, 0), ONE_LONG));
		for (Map.Entry<String, Timeline> timeline : timelines.entrySet()) {
			assertDrawn(DIRECTORY.resolve(timeline.getKey() + ".svg"), timeline.getValue().toSvg());
		}
	}

	private static void assertDrawn(Path file, String svg) throws IOException {
		if ("draw".equals(System.getProperty("timelines"))) {
			Files.writeString(file, svg);
		}
		assertThat(file).hasContent(svg);
	}

	private static Timeline timeline(TickMode mode) {
		return timeline(mode.name(), start(mode));
	}

	private static Timeline timeline(String name, TickSchedule schedule) {
		return Timeline.run("Ticks of " + name, "intervals", INTERVAL, schedule, ONE_LONG);
	}

	private static TickSchedule start(TickMode mode) {
		return TickSchedule.start(mode, INTERVAL, 0);
	}

}
