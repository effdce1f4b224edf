package io.appinfra.net.cluster.record;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.cluster.record.TickerRecord.Change;
import io.appinfra.net.cluster.record.TickerRecord.Tally;
import io.appinfra.net.cluster.record.TickerRecord.Versioned;
import io.appinfra.net.state.StoredValue;
import io.appinfra.net.ticker.TickRecord;

/**
 * Records of tickers as JSON.
 */
public final class RecordJson {

	private RecordJson() {
	}

	public static byte[] write(TickerRecord record) {
		Map<String, @Nullable Object> values = new LinkedHashMap<>();
		values.put("owner", record.owner());
		values.put("number", record.number());
		values.put("due", record.due());
		values.put("begunAt", record.begunAt());
		values.put("endedAt", record.endedAt());
		values.put("running", record.running());
		values.put("paused", record.paused());
		values.put("interval", record.interval());
		values.put("configured", record.configured());
		values.put("triggers", (long) record.triggers());
		values.put("ticks", record.tally().ticks());
		values.put("failures", record.tally().failures());
		values.put("failuresInARow", record.tally().failuresInARow());
		values.put("skipped", record.tally().skipped());
		writeLast(values, record.last());
		Change change = record.change();
		if (change != null) {
			values.put("changed", change.action());
			values.put("changedBy", change.by());
			values.put("changedAt", change.at());
		}
		return FlatJson.write(values);
	}

	private static void writeLast(Map<String, @Nullable Object> values, @Nullable TickRecord last) {
		if (last != null) {
			values.put("lastNumber", last.number());
			values.put("lastScheduledAt", last.scheduledAt());
			values.put("lastStartedAt", last.startedAt());
			values.put("lastDurationMs", last.durationMs());
			values.put("lastLatenessMs", last.latenessMs());
			values.put("lastOutcome", last.outcome());
			values.put("lastError", last.error());
		}
	}

	public static Versioned read(StoredValue value) {
		return new Versioned(read(value.json()), value.version());
	}

	public static TickerRecord read(byte[] json) {
		Map<String, Object> values = FlatJson.read(json);
		Tally tally = new Tally(number(values, "ticks"), number(values, "failures"), number(values, "failuresInARow"),
				number(values, "skipped"));
		return new TickerRecord((String) values.get("owner"), number(values, "number"), number(values, "due"),
				number(values, "begunAt"), number(values, "endedAt"), number(values, "running"),
				values.containsKey("paused"), duration(values, "interval"), duration(values, "configured"),
				(int) number(values, "triggers"), tally, last(values), change(values));
	}

	private static @Nullable TickRecord last(Map<String, Object> values) {
		Instant scheduledAt = instant(values, "lastScheduledAt");
		Instant startedAt = instant(values, "lastStartedAt");
		if (scheduledAt == null || startedAt == null) {
			return null;
		}
		return new TickRecord(number(values, "lastNumber"), scheduledAt, startedAt, decimal(values, "lastDurationMs"),
				decimal(values, "lastLatenessMs"),
				TickRecord.Outcome.valueOf(String.valueOf(values.get("lastOutcome"))),
				(String) values.get("lastError"));
	}

	private static @Nullable Change change(Map<String, Object> values) {
		Instant at = instant(values, "changedAt");
		return (at != null)
				? new Change(String.valueOf(values.get("changed")), String.valueOf(values.get("changedBy")), at) : null;
	}

	private static long number(Map<String, Object> values, String name) {
		return (values.get(name) instanceof Number number) ? number.longValue() : 0;
	}

	private static double decimal(Map<String, Object> values, String name) {
		return (values.get(name) instanceof Number number) ? number.doubleValue() : 0;
	}

	private static @Nullable Instant instant(Map<String, Object> values, String name) {
		Object text = values.get(name);
		return (text != null) ? Instant.parse(text.toString()) : null;
	}

	private static @Nullable Duration duration(Map<String, Object> values, String name) {
		Object text = values.get(name);
		return (text != null) ? Duration.parse(text.toString()) : null;
	}

}
