package io.appinfra.net.autoconfigure.properties;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NamedProperties}.
 */
class NamedPropertiesTests {

	private final StandardEnvironment environment = new StandardEnvironment();

	private final List<String> problems = new ArrayList<>();

	@ParameterizedTest
	@CsvSource({ "feed, app.things.feed.max-count", "feed, app.things.feed.maxCount", "feed, app.things.Feed.maxcount",
			"feed, app.things[feed].max-count", "priceFeed, app.things.price-feed.max-count",
			"priceFeed, app.things.priceFeed.max-count", "price-feed, app.things.price-feed.max-count",
			"cases.NestedFeed, app.things.cases.NestedFeed.max-count",
			"cases.NestedFeed, app.things[cases.NestedFeed].max-count",
			"cases.NestedFeed, app.things.cases.nested-feed.max-count", "price_feed, app.things.price_feed.max-count",
			"price_feed, app.things[price_feed].max-count" })
	void getWhenFileSpellsNameInOneOfItsFormsBindsKey(String name, String property) {
		file(Map.of(property, "3"));
		assertThat(properties().get(name, this.problems::add).maxCount()).isEqualTo(3);
		assertThat(properties().unknown(Set.of(name, "other"))).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "feed, APP_THINGS_FEED_MAXCOUNT", "feed, APP_THINGS_FEED_MAX_COUNT",
			"priceFeed, APP_THINGS_PRICEFEED_MAXCOUNT", "price-feed, APP_THINGS_PRICEFEED_MAXCOUNT",
			"price-feed, APP_THINGS_PRICE_FEED_MAX_COUNT", "price_feed, APP_THINGS_PRICE_FEED_MAXCOUNT",
			"cases.NestedFeed, APP_THINGS_CASES_NESTEDFEED_MAXCOUNT",
			"cases.NestedFeed, APP_THINGS_CASESNESTEDFEED_MAX_COUNT" })
	void getWhenVariableSpellsNameInOneOfItsFormsBindsKey(String name, String variable) {
		variables(Map.of(variable, "3"));
		assertThat(properties().get(name, this.problems::add).maxCount()).isEqualTo(3);
		assertThat(properties().unknown(Set.of(name, "other"))).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "a.b.c.d.e.f.Feed", "a.b.c.d.e.f.g.h.i.j.k.l.m.Feed" })
	void getWhenNameHasManyElementsBindsKeys(String name) {
		file(Map.of("app.things." + name + ".max-count", "3", "app.pools." + name + ".retry.attempts", "4",
				"app.pools." + name + ".properties.someKey[x.Y].z", "5", "app.pools." + name + ".flags[0]", "-x"));
		assertThat(properties().get(name, this.problems::add).maxCount()).isEqualTo(3);
		Pool pool = pools().get(name, this.problems::add);
		assertThat(pool.getRetry().getAttempts()).isEqualTo(4);
		assertThat(pool.getProperties()).isEqualTo(Map.of("someKey.x.Y.z", "5"));
		assertThat(pool.getFlags()).containsExactly("-x");
		assertThat(this.problems).isEmpty();
	}

	@Test
	void getWhenThereAreManyNamesDoesNotLookThroughAllPropertiesForEach() {
		int many = 300;
		Map<String, Object> things = new HashMap<>();
		for (int i = 0; i < many; i++) {
			things.put("app.things.thing" + i + ".max-count", i);
		}
		AtomicInteger looks = new AtomicInteger();
		this.environment.getPropertySources().addFirst(new MapPropertySource("counted", things) {

			@Override
			public @Nullable Object getProperty(String name) {
				looks.incrementAndGet();
				return super.getProperty(name);
			}

		});
		NamedProperties<Thing> properties = properties();
		for (int i = 0; i < many; i++) {
			assertThat(properties.get("thing" + i, this.problems::add).maxCount()).isEqualTo(i);
		}
		assertThat(looks).hasValueLessThan(many * many / 4);
	}

	@Test
	void getWhenSourcesSpellNameInSeveralFormsBindsFirstSource() {
		file(Map.of("app.things.cases.feed.max-count", "1", "app.things.cases.feed.interval", "2s"));
		variables(Map.of("APP_THINGS_CASES_FEED_MAXCOUNT", "2"));
		first(Map.of("app.things[cases.feed].max-count", "3"));
		assertThat(properties().get("cases.feed", this.problems::add))
			.isEqualTo(new Thing(3, Duration.ofSeconds(2), null));
	}

	@Test
	void getWhenOneNameBeginsWithAnotherKeepsThemApart() {
		file(Map.of("app.things.feed.max-count", "1", "app.things.feed.slow.max-count", "2"));
		assertThat(properties().get("feed", this.problems::add).maxCount()).isEqualTo(1);
		assertThat(properties().get("feed.slow", this.problems::add).maxCount()).isEqualTo(2);
		assertThat(properties().unknown(List.of("feed", "feed.slow"))).isEmpty();
	}

	@Test
	void getWhenNothingIsConfiguredHasNothing() {
		assertThat(properties().get("feed", this.problems::add)).isEqualTo(new Thing(null, null, null));
	}

	@Test
	void getWhenValuesCannotBeReadReportsEachAndWhatIsPossible() {
		file(Map.of("app.things.feed.max-count", "many", "app.things.feed.where", "inproces",
				"app.things.feed.interval", "${period}", "period", "3s"));
		Thing thing = properties().get("feed", this.problems::add);
		assertThat(thing).isEqualTo(new Thing(null, Duration.ofSeconds(3), null));
		assertThat(this.problems).hasSize(2)
			.anySatisfy(
					(problem) -> assertThat(problem).startsWith("has the property 'app.things.feed.where' = 'inproces'")
						.endsWith("which is none of [in-process, worker]"))
			.anySatisfy((problem) -> assertThat(problem)
				.startsWith("has the property 'app.things.feed.max-count' = 'many' (\"app.things.feed.max-count\"")
				.contains("which cannot be read: "));
	}

	@Test
	void getWhenDefaultsAreConfiguredFillsInWhatIsNot() {
		file(Map.of("app.pools.one.retry.attempts", "5", "app.pools.one.flags", "-a"));
		first(Map.of("app.pool-defaults.retry.attempts", "2", "app.pool-defaults.retry.delay", "1s",
				"app.pool-defaults.flags", "-b,-c", "app.pool-defaults.properties.x", "y"));
		variables(Map.of("APP_POOL_DEFAULTS_STANDBY", "true"));
		Pool pool = pools().get("one", this.problems::add);
		assertThat(pool.getRetry().getAttempts()).isEqualTo(5);
		assertThat(pool.getRetry().getDelay()).isEqualTo(Duration.ofSeconds(1));
		assertThat(pool.getFlags()).containsExactly("-a");
		assertThat(pool.getProperties()).containsEntry("x", "y");
		assertThat(pool.isStandby()).isTrue();
		assertThat(pools().unknown(Set.of("one"))).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "app.things.feed.max-cuont", "app.things[feed].max-cuont", "app.things.feed.max.count",
			"app.things.feed.interval.more", "APP_THINGS_FEED_MAXCUONT", "app.things.feed.refresh.interval" })
	void unknownWhenKeyIsMisspeltNamesPropertyAndKeys(String property) {
		set(property);
		assertThat(properties().unknown(Set.of("feed"))).singleElement().satisfies((unknown) -> {
			assertThat(unknown.name()).isIn(null, "feed.refresh");
			assertThat(unknown.problem()).contains("is no property of a thing: these are [max-count, interval, where]");
		});
	}

	@ParameterizedTest
	@CsvSource({ "app.things.food.max-count, food", "app.things[food].max-count, food",
			"app.things[a.food].max-count, a.food", "app.things.a.food.max-count, a.food",
			"APP_THINGS_FOOD_MAXCOUNT, food", "app.things.food.max-cuont," })
	void unknownWhenNothingHasTheNameNamesPropertyAndNames(String property, @Nullable String name) {
		set(property);
		assertThat(properties().unknown(Set.of("feed"))).singleElement().satisfies((unknown) -> {
			assertThat(unknown.name()).isEqualTo(name);
			assertThat(unknown.problem()).contains("belongs to no thing; the things are [feed]");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "app.pools.one.standbye", "app.pools.one.retry.attemts", "app.pools.one.retry",
			"app.pools.one.flags.x", "app.pool-defaults.standbye", "APP_POOL_DEFAULTS_STANDBYE",
			"APP_POOLDEFAULTS_STANDBYE" })
	void unknownWhenNestedKeyIsMisspeltNamesIt(String property) {
		set(property);
		assertThat(pools().unknown(Set.of("one"))).singleElement()
			.satisfies((unknown) -> assertThat(unknown.problem())
				.contains("these are [flags, properties, retry.attempts, retry.delay, standby]"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "app.pools.one.flags[0]", "app.pools.one.properties.a.b", "app.pools.one.properties[a.b]",
			"APP_POOLS_ONE_FLAGS_0", "APP_POOLS_ONE_RETRY_ATTEMPTS", "app.pool-defaults.retry.attempts" })
	void unknownWhenNestedKeyIsRightIsEmpty(String property) {
		set(property);
		assertThat(pools().unknown(Set.of("one"))).isEmpty();
	}

	private void set(String property) {
		if (property.startsWith("APP_")) {
			variables(Map.of(property, "1"));
		}
		else {
			file(Map.of(property, "1"));
		}
	}

	private void first(Map<String, Object> properties) {
		this.environment.getPropertySources().addFirst(new MapPropertySource("first", properties));
	}

	private void file(Map<String, Object> properties) {
		this.environment.getPropertySources().addLast(new MapPropertySource("file", properties));
	}

	private void variables(Map<String, Object> variables) {
		String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
		this.environment.getPropertySources().replace(name, new SystemEnvironmentPropertySource(name, variables));
	}

	private NamedProperties<Thing> properties() {
		return NamedProperties.of(this.environment, "app.things", "thing", Thing.class);
	}

	private NamedProperties<Pool> pools() {
		return NamedProperties.of(this.environment, "app.pools", "pool", Pool.class).withDefaults("app.pool-defaults");
	}

	enum Where {

		IN_PROCESS, WORKER

	}

	record Thing(@Nullable Integer maxCount, @Nullable Duration interval, @Nullable Where where) {

	}

	static class Pool {

		private List<String> flags = new ArrayList<>(Arrays.asList("-d"));

		private Map<String, String> properties = new LinkedHashMap<>();

		private final Retry retry = new Retry();

		private boolean standby;

		public List<String> getFlags() {
			return this.flags;
		}

		public void setFlags(List<String> flags) {
			this.flags = flags;
		}

		public Map<String, String> getProperties() {
			return this.properties;
		}

		public void setProperties(Map<String, String> properties) {
			this.properties = properties;
		}

		public Retry getRetry() {
			return this.retry;
		}

		public boolean isStandby() {
			return this.standby;
		}

		public void setStandby(boolean standby) {
			this.standby = standby;
		}

	}

	static class Retry {

		private int attempts = 1;

		private Duration delay = Duration.ZERO;

		public int getAttempts() {
			return this.attempts;
		}

		public void setAttempts(int attempts) {
			this.attempts = attempts;
		}

		public Duration getDelay() {
			return this.delay;
		}

		public void setDelay(Duration delay) {
			this.delay = delay;
		}

	}

}
