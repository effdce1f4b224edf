package io.appinfra.net.scrape;

import java.util.List;
import java.util.stream.Stream;

/**
 * What Prometheus reads of an application at one moment.
 *
 * @param lines the lines of its text format
 */
record Scrape(List<String> lines) {

	static Scrape of(String text) {
		return new Scrape(text.lines().filter((line) -> !line.startsWith("#")).toList());
	}

	/**
	 * Return whether there is a metric with labels.
	 * @param metric the name of the metric
	 * @param labels labels that it has, such as {@code ticker="a"}
	 * @return whether there is one
	 */
	boolean has(String metric, String... labels) {
		return find(metric, labels).findAny().isPresent();
	}

	/**
	 * Return the sum of all of a metric with labels.
	 * @param metric the name of the metric
	 * @param labels labels that they have
	 * @return the sum, 0 if there is none
	 */
	double sum(String metric, String... labels) {
		return find(metric, labels).mapToDouble((line) -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
			.sum();
	}

	private Stream<String> find(String metric, String... labels) {
		return this.lines.stream()
			.filter((line) -> line.split("[{ ]", 2)[0].equals(metric))
			.filter((line) -> Stream.of(labels).allMatch(line::contains));
	}

}
