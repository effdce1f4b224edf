package io.appinfra.net.sample;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Target}.
 */
class TargetTests {

	@ParameterizedTest
	@ValueSource(strings = { "http://example.org", "https://example.org/a?b=c", "HTTPS://example.org:8443/",
			"http://[::1]:8080/", "http://127.0.0.1:65535/" })
	void ofWhenUrlIsHttpHasUrl(String url) {
		assertThat(Target.of("example", url).url()).hasToString(url);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			example.org                      | url is not absolute
			/path                            | url is not absolute
			//example.org/                   | url is not absolute
			ftp://example.org/               | url must begin with http:// or https://
			javascript:alert(1)              | url must begin with http:// or https://
			http:example.org                 | url has no valid host
			http:///path                     | url has no valid host
			http://under_score/              | url has no valid host
			http://:8080/                    | url has no valid host
			http://exa mple.org/             | url is not a URL
			http://someone:secret@localhost/ | url must not contain a user name
			http://localhost:65536/          | url has a port above 65535
			""")
	void ofWhenUrlCannotBeProbedSaysWhy(String url, String why) {
		assertThatIllegalArgumentException().isThrownBy(() -> Target.of("example", url)).withMessageStartingWith(why);
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", " " })
	void ofWhenUrlIsMissingSaysSo(@Nullable String url) {
		assertThatIllegalArgumentException().isThrownBy(() -> Target.of("example", url)).withMessage("url is missing");
	}

	@Test
	void ofWhenUrlIsTooLongSaysSo() {
		assertThatIllegalArgumentException().isThrownBy(() -> Target.of("example", "http://a/" + "b".repeat(2000)))
			.withMessage("url is longer than 2000 characters");
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", " " })
	void ofWhenNameIsMissingSaysSo(@Nullable String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> Target.of(name, "http://example.org"))
			.withMessage("name is missing");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a/b", "..", "-a", "a b", "<b>", "ä", "a\n",
			"a23456789012345678901234567890123456789012345678901" })
	void ofWhenNameIsOddOrTooLongSaysWhatIsAllowed(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> Target.of(name, "http://example.org"))
			.withMessageStartingWith("name must be at most 50 letters, digits");
	}

	@Test
	void ofWithUrlIsNamedAfterHost() {
		assertThat(Target.of("https://example.org:8443/a").name()).isEqualTo("example.org");
	}

	@Test
	void withKeepsTheLastHundredProbes() {
		Target target = Target.of("example", "http://example.org");
		for (int latency = 1; latency <= 103; latency++) {
			target = target.with(probe(latency));
		}
		List<Double> latencies = target.probes().stream().map(Probe::latencyMs).toList();
		assertThat(latencies).hasSize(100).startsWith(4.0).endsWith(103.0).isSorted();
	}

	@Test
	void withLeavesTheTargetItIsCalledOnAsItWas() {
		Target target = Target.of("example", "http://example.org");
		Target probed = target.with(probe(1));
		assertThat(target.last()).isNull();
		assertThat(probed.last()).isEqualTo(probe(1));
	}

	private static Probe probe(double latencyMs) {
		return new Probe(Instant.EPOCH, true, 200, latencyMs, null, null, 1);
	}

}
