package io.appinfra.net.http.routing;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.web.util.pattern.PatternParseException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PathPatterns}.
 */
class PathPatternsTests {

	@ParameterizedTest
	@CsvSource({ "/, ''", "/prices, /prices", "prices, /prices", "/prices/, /prices/", "/prices/{symbol}, /prices/*",
			"/prices/{symbol}/history, /prices/*", "/prices/all/{*rest}, /prices/all/*", "/prices/**, /prices/*",
			"/{name}, /*", "/**, /*", "/{*all}, /*", "/pri*s/all, /*", "/prices/p?ice, /prices/*",
			"/prices/{name}.json, /prices/*", "/prices/{id:[0-9]{2}}, /prices/*", "/**/end, /*" })
	void servletMappingWhenPatternCoversIt(String pattern, String mapping) {
		assertThat(PathPatterns.servletMapping(PathPatterns.parse(pattern))).isEqualTo(mapping);
	}

	@ParameterizedTest
	@CsvSource({ "/a/{x}, /a/{y}", "/a/{x:[0-9]{2}}, /a/{y:[0-9]{2}}", "/{*all}, /**", "/{a}-{b}, /{b}-{a}", "a, /a" })
	void withoutNamesWhenSamePathsIsEqual(String one, String other) {
		assertThat(withoutNames(one)).isEqualTo(withoutNames(other));
	}

	@ParameterizedTest
	@CsvSource({ "/a/{x}, /a/x", "/a/{x:[0-9]{2}}, /a/{x:[0-9]{3}}", "/a/{x}, /a/{x}/b", "/a/{x}, /a/{*x}",
			"/a/{x}, /a/{x:b}", "/a, /a/" })
	void withoutNamesWhenOtherPathsIsDifferent(String one, String other) {
		assertThat(withoutNames(one)).isNotEqualTo(withoutNames(other));
	}

	@Test
	void parseWhenNoPatternThrows() {
		assertThatExceptionOfType(PatternParseException.class).isThrownBy(() -> PathPatterns.parse("/a/{x"));
	}

	private static String withoutNames(String pattern) {
		return PathPatterns.withoutNames(PathPatterns.parse(pattern));
	}

}
