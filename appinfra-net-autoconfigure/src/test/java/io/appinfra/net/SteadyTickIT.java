package io.appinfra.net;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.appinfra.net.fixture.JavaRun;
import io.appinfra.net.steady.SteadyApplication;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * FLEX at 10 ms for 10 s, in both kinds of process: while ticks are on time, they drift
 * by less than one interval in all.
 */
@Tag("full")
class SteadyTickIT {

	private static final int TICKS = 1000;

	private static final Duration INTERVAL = Duration.ofMillis(10);

	@Test
	void flexWhenOnTimeDoesNotDrift() throws Exception {
		String output = JavaRun.run(JavaRun.javaHome(), System.getProperty("java.class.path"), SteadyApplication.class,
				"--spring.main.web-application-type=none", "--spring.datasource.generate-unique-name=true");
		for (String ticker : new String[] { "local", "remote" }) {
			Matcher matcher = Pattern.compile(ticker + " measured=(\\d+) drift=(-?\\d+)").matcher(output);
			assertThat(matcher.find()).as(output).isTrue();
			assertThat(Integer.parseInt(matcher.group(1))).as(output).isBetween(TICKS / 4, TICKS);
			assertThat(Duration.ofNanos(Long.parseLong(matcher.group(2))).abs()).as(output).isLessThan(INTERVAL);
		}
	}

}
