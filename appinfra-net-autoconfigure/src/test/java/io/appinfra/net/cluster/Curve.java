package io.appinfra.net.cluster;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;

/**
 * Draws what was found beside what a law says, with logarithmic axes.
 */
final class Curve {

	private static final double WIDTH = 420;

	private static final double HEIGHT = 220;

	private static final double LEFT = 60;

	private static final double TOP = 14;

	private static final String HEAD = """
			<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 520 290" width="520" height="290" role="img" aria-label="%s">
			<style>
			text { font: 11px system-ui, sans-serif; fill: #57606a; }
			.y { text-anchor: end; }
			.x { text-anchor: middle; }
			.grid { stroke: #d0d7de; }
			.law { stroke: #0969da; stroke-width: 2; fill: none; }
			.simulated { fill: #0969da; }
			.measured { fill: #bc4c00; }
			@media (prefers-color-scheme: dark) {
			text { fill: #9198a1; }
			.grid { stroke: #3d444d; }
			}
			</style>
			""";

	private final String title;

	private final String unit;

	private final DoubleUnaryOperator law;

	private final Map<Double, Double> simulated = new TreeMap<>();

	private final Map<Double, Double> measured = new TreeMap<>();

	Curve(String title, String unit, DoubleUnaryOperator law) {
		this.title = title;
		this.unit = unit;
		this.law = law;
	}

	void simulated(double x, double y) {
		this.simulated.put(x, y);
	}

	void measured(double x, double y) {
		this.measured.put(x, y);
	}

	double law(double x) {
		return this.law.applyAsDouble(x);
	}

	Map<Double, Double> simulated() {
		return this.simulated;
	}

	String toSvg() {
		TreeMap<Double, Double> all = new TreeMap<>(this.simulated);
		this.measured.forEach((x, y) -> all.merge(x, y, Math::max));
		Axis x = new Axis(all.firstKey(), all.lastKey());
		Axis y = new Axis(law(all.firstKey()), Math.max(law(all.lastKey()), all.lastEntry().getValue()));
		StringBuilder svg = new StringBuilder(HEAD.formatted(this.title));
		for (int power = x.first; power <= x.last; power++) {
			double at = LEFT + WIDTH * x.place(Math.pow(10, power));
			svg.append(line(at, TOP, at, TOP + HEIGHT)).append(text("x", at, TOP + HEIGHT + 16, label(power)));
		}
		for (int power = y.first; power <= y.last; power++) {
			double at = TOP + HEIGHT * (1 - y.place(Math.pow(10, power)));
			svg.append(line(LEFT, at, LEFT + WIDTH, at)).append(text("y", LEFT - 6, at + 4, label(power)));
		}
		svg.append(law(x, y));
		this.simulated.forEach((at, value) -> svg.append(point("simulated", x, y, at, value)));
		this.measured.forEach((at, value) -> svg.append(point("measured", x, y, at, value)));
		svg.append(text("x", LEFT + WIDTH / 2, TOP + HEIGHT + 36, this.title + ", " + this.unit));
		svg.append(text("x", LEFT + WIDTH / 2, TOP + HEIGHT + 52,
				"line: the law; blue: simulated" + (this.measured.isEmpty() ? "" : "; red: measured")));
		return svg.append("</svg>\n").toString();
	}

	private String law(Axis x, Axis y) {
		StringBuilder path = new StringBuilder();
		for (int i = 0; i <= 40; i++) {
			double at = Math.pow(10, x.first + (x.last - x.first) * i / 40.0);
			double place = y.place(law(at));
			if (place >= 0 && place <= 1) {
				path.append(path.isEmpty() ? "M" : "L")
					.append(number(LEFT + WIDTH * x.place(at)))
					.append(' ')
					.append(number(TOP + HEIGHT * (1 - place)));
			}
		}
		return "<path class=\"law\" d=\"%s\"/>\n".formatted(path);
	}

	private static String point(String kind, Axis x, Axis y, double at, double value) {
		return "<circle class=\"%s\" cx=\"%s\" cy=\"%s\" r=\"4\"/>\n".formatted(kind,
				number(LEFT + WIDTH * x.place(at)), number(TOP + HEIGHT * (1 - y.place(value))));
	}

	private static String line(double x1, double y1, double x2, double y2) {
		return "<line class=\"grid\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>\n".formatted(number(x1), number(y1),
				number(x2), number(y2));
	}

	private static String text(String kind, double x, double y, String text) {
		return "<text class=\"%s\" x=\"%s\" y=\"%s\">%s</text>\n".formatted(kind, number(x), number(y), text);
	}

	private static String label(int power) {
		return (power < 0) ? String.format(Locale.ROOT, "%." + -power + "f", Math.pow(10, power))
				: String.format(Locale.ROOT, "%,.0f", Math.pow(10, power));
	}

	private static String number(double value) {
		return String.format(Locale.ROOT, "%.1f", value);
	}

	/**
	 * A logarithmic axis between two powers of ten.
	 */
	private static final class Axis {

		private final int first;

		private final int last;

		private Axis(double least, double most) {
			this.first = (int) Math.floor(Math.log10(least));
			this.last = Math.max(this.first + 1, (int) Math.ceil(Math.log10(most)));
		}

		private double place(double value) {
			return (Math.log10(value) - this.first) / (this.last - this.first);
		}

	}

}
