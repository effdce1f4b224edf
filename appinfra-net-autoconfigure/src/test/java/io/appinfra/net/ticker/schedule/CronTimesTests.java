package io.appinfra.net.ticker.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import org.springframework.scheduling.support.CronExpression;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CronTimes}: around each change of the offset of each zone, the matches
 * are those of a clock that is looked at each minute.
 */
class CronTimesTests {

	private static final Instant BEGIN = Instant.parse("2026-06-01T00:00:00Z");

	private static final int CHANGES = 3;

	private static final Duration AROUND = Duration.ofHours(4);

	private static final int EXPRESSIONS = 4;

	@Test
	void afterWhenOffsetOfZoneChangesIsNextMinuteThatMatches() {
		long seed = Long.getLong("seed", 20261128);
		Random random = new Random(seed);
		List<ZoneId> zones = zonesWithDifferentRules();
		assertThat(zones).hasSizeGreaterThan(50);
		for (ZoneId zone : zones) {
			ZoneOffsetTransition change = zone.getRules().nextTransition(BEGIN);
			for (int i = 0; i < CHANGES && change != null; i++) {
				for (int j = 0; j < EXPRESSIONS; j++) {
					Times times = Times.random(random);
					Instant from = change.getInstant().minus(AROUND);
					assertThat(matches(times, zone, from))
						.as("-Dseed=%d, %s in %s around %s", seed, times, zone, change)
						.isEqualTo(times.matches(zone, from));
				}
				change = zone.getRules().nextTransition(change.getInstant());
			}
		}
	}

	private static List<ZoneId> zonesWithDifferentRules() {
		Map<ZoneRules, ZoneId> zones = new LinkedHashMap<>();
		for (String id : new TreeSet<>(ZoneId.getAvailableZoneIds())) {
			ZoneRules rules = ZoneId.of(id).getRules();
			if (rules.nextTransition(BEGIN) != null) {
				zones.putIfAbsent(rules, ZoneId.of(id));
			}
		}
		return List.copyOf(zones.values());
	}

	private static List<Instant> matches(Times times, ZoneId zone, Instant from) {
		CronTimes cron = new CronTimes(CronExpression.parse(times.expression()), zone);
		List<Instant> matches = new ArrayList<>();
		Instant end = from.plus(AROUND.multipliedBy(2));
		Instant next = cron.after(from.minusNanos(1));
		while (next != null && next.isBefore(end)) {
			matches.add(next);
			Instant after = cron.after(next);
			assertThat(after).isAfter(next);
			next = after;
		}
		return matches;
	}

	/**
	 * Hours and minutes of a day.
	 */
	private record Times(Set<Integer> hours, Set<Integer> minutes) {

		static Times random(Random random) {
			return new Times(some(24, random), some(60, random));
		}

		private static Set<Integer> some(int bound, Random random) {
			int count = random.nextInt(3) + 1;
			Set<Integer> values = random.ints(count, 0, bound).boxed().collect(Collectors.toCollection(TreeSet::new));
			if (random.nextInt(3) > 0) {
				int step = bound / 12 * (random.nextInt(3) + 1);
				for (int value = 0; value < bound; value += step) {
					values.add(value);
				}
			}
			return values;
		}

		String expression() {
			return "0 %s %s * * *".formatted(list(this.minutes), list(this.hours));
		}

		private static String list(Set<Integer> values) {
			return values.stream().map(String::valueOf).collect(Collectors.joining(","));
		}

		List<Instant> matches(ZoneId zone, Instant from) {
			List<Instant> matches = new ArrayList<>();
			Instant end = from.plus(AROUND.multipliedBy(2));
			for (Instant time = from; time.isBefore(end); time = time.plusSeconds(60)) {
				ZonedDateTime local = time.atZone(zone);
				if (this.hours.contains(local.getHour()) && this.minutes.contains(local.getMinute())) {
					matches.add(time);
				}
			}
			return matches;
		}

	}

}
