package io.appinfra.net.state.jdbc;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of statements, with the names of the tables and the clock of the database.
 */
final class SqlText {

	private static final Pattern NAME = Pattern.compile("\\{(\\w+)\\}");

	private final Map<String, String> texts = new ConcurrentHashMap<>();

	private final String tablePrefix;

	private final JdbcDialect dialect;

	SqlText(String tablePrefix, JdbcDialect dialect) {
		this.tablePrefix = tablePrefix;
		this.dialect = dialect;
	}

	String of(String sql) {
		return this.texts.computeIfAbsent(sql, (text) -> NAME.matcher(text).replaceAll(this::replacement));
	}

	private String replacement(MatchResult name) {
		return Matcher.quoteReplacement("clock".equals(name.group(1)) ? this.dialect.clock()
				: this.tablePrefix + name.group(1).toUpperCase(Locale.ROOT));
	}

}
