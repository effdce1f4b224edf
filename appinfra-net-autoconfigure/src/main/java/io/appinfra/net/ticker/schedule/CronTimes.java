package io.appinfra.net.ticker.schedule;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

import org.jspecify.annotations.Nullable;

import org.springframework.scheduling.support.CronExpression;

/**
 * The times that a cron expression matches in a time zone. A local time that a day does
 * not have does not match, and one that it has twice matches twice. The expression is
 * asked between two changes of the zone's offset only, since in some zones its own answer
 * to a time in such a change is not later than that.
 *
 * @param expression the expression
 * @param zone the time zone
 */
public record CronTimes(CronExpression expression, ZoneId zone) {

	/**
	 * Each expression that matches at all does so within a leap cycle of years that each
	 * have a few changes of the offset.
	 */
	private static final int MOST_CHANGES = 1000;

	/**
	 * Return the next match.
	 * @param time a time
	 * @return the first match later than that, {@code null} if there is none
	 */
	public @Nullable Instant after(Instant time) {
		ZoneRules rules = this.zone.getRules();
		Instant from = time;
		ZoneOffset offset = rules.getOffset(time);
		ZoneOffsetTransition change = rules.nextTransition(time);
		for (int i = 0; i < MOST_CHANGES; i++) {
			OffsetDateTime next = this.expression.next(from.atOffset(offset));
			if (next == null) {
				return null;
			}
			Instant match = next.toInstant();
			if (match.isAfter(time) && (change == null || match.isBefore(change.getInstant()))) {
				return match;
			}
			if (change == null) {
				return null;
			}
			from = change.getInstant().minusNanos(1);
			offset = change.getOffsetAfter();
			change = rules.nextTransition(change.getInstant());
		}
		return null;
	}

}
