package io.appinfra.net.scrape;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A query in the language of Prometheus.
 *
 * @param text the query
 */
record Query(String text) {

	private static final Pattern GROUPING = Pattern.compile("\\b(?:by|without)\\s*\\(([^)]*)\\)");

	private static final Pattern PARAMETERS = Pattern.compile("\\{[^}]*}|\\[[^]]*]|" + GROUPING);

	private static final Pattern FUNCTION = Pattern.compile("[a-z_]+\\s*(?=\\()|\\b(and|or|unless)\\b");

	private static final Pattern METRIC = Pattern.compile("[a-zA-Z_:][\\w:]*");

	/**
	 * Return the metrics that the query names.
	 * @return the names
	 */
	Set<String> metrics() {
		String rest = FUNCTION.matcher(PARAMETERS.matcher(this.text).replaceAll(" ")).replaceAll(" ");
		return METRIC.matcher(rest).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
	}

	/**
	 * Return the labels that the query groups by.
	 * @return the names
	 */
	Set<String> labels() {
		return GROUPING.matcher(this.text)
			.results()
			.flatMap((grouping) -> Stream.of(grouping.group(1).split(",")))
			.map(String::trim)
			.collect(Collectors.toCollection(TreeSet::new));
	}

}
