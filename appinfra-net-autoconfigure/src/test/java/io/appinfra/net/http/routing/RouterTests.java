package io.appinfra.net.http.routing;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.web.util.pattern.PathPattern;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Router}.
 */
class RouterTests {

	private static final ControllerPatterns NO_CONTROLLERS = new ControllerPatterns(List::of);

	private final Map<PathPattern, String> targets = new LinkedHashMap<>();

	@Test
	void matchWhenLiteralIsSpelledAsInPatternDoesNotParse() {
		define("prices", "/prices");
		Router<String> router = new Router<>("", this.targets, NO_CONTROLLERS);
		assertThat(router.match("/prices", "")).isSameAs(router.match("/prices", ""));
	}

	@Test
	void matchWhenLiteralIsSpelledOtherwise() {
		define("prices", "/prices");
		assertThat(pattern("/%70rices")).isEqualTo("/prices");
		assertThat(pattern("/prices;v=1")).isEqualTo("/prices");
		assertThat(pattern("/prices/")).isNull();
		assertThat(pattern("//prices")).isNull();
		assertThat(pattern("/Prices")).isNull();
	}

	@Test
	void matchWhenLiteralHasPercentSignComparesDecoded() {
		define("percent", "/100%41");
		assertThat(pattern("/100%41")).isNull();
		assertThat(pattern("/100%2541")).isEqualTo("/100%41");
	}

	@Test
	void matchWhenSeveralMatchTakesMostSpecific() {
		define("wide", "/**", "/prices/{*rest}");
		define("one", "/prices/{symbol}");
		define("literal", "/prices/top", "/");
		define("history", "/prices/{symbol}/history");
		assertThat(pattern("/")).isEqualTo("/");
		assertThat(pattern("/other")).isEqualTo("/**");
		assertThat(pattern("/prices/top")).isEqualTo("/prices/top");
		assertThat(pattern("/prices/%74op")).isEqualTo("/prices/top");
		assertThat(pattern("/prices/ACME")).isEqualTo("/prices/{symbol}");
		assertThat(pattern("/prices/ACME/history")).isEqualTo("/prices/{symbol}/history");
		assertThat(pattern("/prices/ACME/news")).isEqualTo("/prices/{*rest}");
	}

	@Test
	void matchWhenVariableIsEncodedDecodesIt() {
		define("one", "/prices/{symbol}");
		Router.Match<String> match = new Router<>("", this.targets, NO_CONTROLLERS).match("/prices/A%2FB%20c;v=1", "");
		assertThat(match).isNotNull();
		assertThat(match.variables()).containsEntry("symbol", "A/B c");
	}

	@Test
	void matchWhenContextPathLeavesItOut() {
		define("prices", "/prices", "/prices/{symbol}");
		Router<String> router = new Router<>("/shop", this.targets, NO_CONTROLLERS);
		assertThat(pattern(router.match("/shop/prices", "/shop"))).isEqualTo("/prices");
		assertThat(pattern(router.match("/shop/prices/ACME", "/shop"))).isEqualTo("/prices/{symbol}");
		Router.Match<String> match = router.match("/shop/prices", "/shop");
		assertThat(match).isNotNull();
		assertThat(match.path().pathWithinApplication().value()).isEqualTo("/prices");
	}

	@Test
	void matchWhenContextPathIsForwardedIsThatOfThePathAlone() {
		define("inner", "/outer/inner");
		define("page", "/{page}");
		Router<String> router = new Router<>("", this.targets, NO_CONTROLLERS);
		assertThat(pattern(router.match("/outer/inner", "/outer"))).isEqualTo("/{page}");
		assertThat(pattern(router.match("/outer/outer/inner", "/outer"))).isEqualTo("/outer/inner");
		assertThat(router.matchLiteral("/outer/inner", "/outer")).isNull();
	}

	@Test
	void matchLiteralWhenOnlyVariableMatchesFindsNothing() {
		define("one", "/{name}");
		assertThat(new Router<>("", this.targets, NO_CONTROLLERS).matchLiteral("/error", "")).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "/files/{name}, /files/readme, /files/readme, /files/other",
			"/files/{name}, /files/readme, /files/%72eadme, /files/readmes", "/a/{*rest}, /a/{x}/c, /a/1/c, /a/1/d",
			"/a/{*rest}, /a, /a, /a/b", "/{*rest}, /actuator/health/**, /actuator/health/db, /actuator",
			"/{a}/{b}, /{a}/long-literal, /x/long-literal, /x/other" })
	void matchWhenControllerIsMoreSpecificLeavesItToController(String handler, String controller, String ofController,
			String ofHandler) {
		define("handler", handler);
		Router<String> router = new Router<>("", this.targets, controllers(controller, "/elsewhere/{*rest}"));
		assertThat(router.match(ofController, "")).isNull();
		assertThat(pattern(router.match(ofHandler, ""))).isEqualTo(handler);
	}

	@ParameterizedTest
	@CsvSource({ "/files/{name}, /files/{other}, /files/readme", "/files/readme, /files/{name}, /files/readme",
			"/files/readme, /files/readme, /files/%72eadme", "/a/{x}, /**, /a/b", "/a/{x}, /{y}/b, /a/b" })
	void matchWhenControllerIsNotMoreSpecificFindsHandler(String handler, String controller, String path) {
		define("handler", handler);
		assertThat(pattern(new Router<>("", this.targets, controllers(controller)).match(path, ""))).isEqualTo(handler);
	}

	private static ControllerPatterns controllers(String... patterns) {
		return new ControllerPatterns(() -> Arrays.stream(patterns).map(PathPatterns::parse).toList());
	}

	private @Nullable String pattern(String requestUri) {
		return pattern(new Router<>("", this.targets, NO_CONTROLLERS).match(requestUri, ""));
	}

	private static @Nullable String pattern(Router.@Nullable Match<String> match) {
		return (match != null) ? match.pattern().getPatternString() : null;
	}

	private void define(String name, String... patterns) {
		Arrays.stream(patterns).map(PathPatterns::parse).forEach((pattern) -> this.targets.put(pattern, name));
	}

}
