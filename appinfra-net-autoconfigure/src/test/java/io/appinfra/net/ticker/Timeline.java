package io.appinfra.net.ticker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Lets a schedule run over work of given lengths, in virtual time, and draws what comes
 * of it.
 */
final class Timeline {

	private static final int INTERVALS = 11;

	private static final double PIXELS_PER_INTERVAL = 62;

	private static final String HEAD = """
			<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 78" width="760" height="78" role="img" aria-label="%s">
			<style>
			text { font: 11px system-ui, sans-serif; fill: #57606a; }
			.number { fill: #fff; text-anchor: middle; font-weight: 600; }
			.grid { stroke: #d0d7de; }
			.wait { stroke: #bc4c00; stroke-width: 2; }
			.onTime { fill: #0969da; }
			.late { fill: #bc4c00; }
			.failed { fill: #cf222e; }
			@media (prefers-color-scheme: dark) {
			text { fill: #9198a1; }
			.number { fill: #fff; }
			.grid { stroke: #3d444d; }
			}
			</style>
			""";

	private final String title;

	private final String unit;

	private final long interval;

	private final List<Run> runs = new ArrayList<>();

	private Timeline(String title, String unit, Duration interval) {
		this.title = title;
		this.unit = unit;
		this.interval = interval.toNanos();
	}

	/**
	 * Run a schedule.
	 * @param title what the picture shows
	 * @param unit what the lines of its grid are
	 * @param interval how far these are apart
	 * @param schedule the schedule, started at 0
	 * @param works how long each tick works, in intervals, negative for one that fails;
	 * the last stands for all that follow
	 * @return what came of it
	 */
	static Timeline run(String title, String unit, Duration interval, TickSchedule schedule, double... works) {
		Timeline timeline = new Timeline(title, unit, interval);
		timeline.run(schedule, works);
		return timeline;
	}

	private void run(TickSchedule schedule, double... works) {
		long now = schedule.untilNext(0).toNanos();
		while (now < INTERVALS * this.interval) {
			double work = works[Math.min(this.runs.size(), works.length - 1)];
			schedule.tryTick(now);
			long end = now + Math.round(Math.abs(work) * this.interval);
			this.runs.add(new Run(schedule.dueAt(), now, end, schedule.skipped(), work < 0));
			if (work < 0) {
				schedule.tickFailed();
			}
			now = end + schedule.untilNext(end).toNanos();
		}
	}

	String toSvg() {
		StringBuilder svg = new StringBuilder(HEAD.formatted(this.title));
		for (int i = 0; i <= INTERVALS; i++) {
			double x = x(i * this.interval);
			svg.append(line("grid", x, 16, x, 56));
			svg.append(text("", x - 3, 72, (i < INTERVALS) ? String.valueOf(i) : this.unit));
		}
		for (int i = 0; i < this.runs.size(); i++) {
			svg.append(draw(i + 1, this.runs.get(i)));
		}
		return svg.append("</svg>\n").toString();
	}

	private String draw(int number, Run run) {
		String kind = run.failed() ? "failed" : (run.begin() > run.due()) ? "late" : "onTime";
		double begin = x(run.begin());
		double end = Math.min(x(run.end()), x(INTERVALS * this.interval));
		String bar = "<rect class=\"%s\" x=\"%s\" y=\"26\" width=\"%s\" height=\"22\" rx=\"3\"/>\n".formatted(kind,
				number(begin), number(Math.max(end - begin - 1, 1)));
		String wait = (run.begin() > run.due()) ? line("wait", x(run.due()), 52, begin, 52) : "";
		String skipped = (run.skipped() > 0) ? text("", begin, 12, run.skipped() + " skipped") : "";
		return bar + text("number", (begin + end) / 2, 41, String.valueOf(number)) + wait + skipped;
	}

	private static String line(String kind, double x1, double y1, double x2, double y2) {
		return "<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>\n".formatted(kind, number(x1), number(y1),
				number(x2), number(y2));
	}

	private static String text(String kind, double x, double y, String text) {
		String attribute = kind.isEmpty() ? "" : " class=\"%s\"".formatted(kind);
		return "<text%s x=\"%s\" y=\"%s\">%s</text>\n".formatted(attribute, number(x), number(y), text);
	}

	private double x(long nanos) {
		return 8 + PIXELS_PER_INTERVAL * nanos / this.interval;
	}

	private static String number(double value) {
		return String.format(Locale.ROOT, "%.1f", value);
	}

	private record Run(long due, long begin, long end, long skipped, boolean failed) {

	}

}
