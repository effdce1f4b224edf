package io.appinfra.net.state.jdbc;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SqlText}.
 */
class SqlTextTests {

	@Test
	void ofPutsInTablesAndClock() {
		SqlText text = new SqlText("LAB_", JdbcDialect.MARIADB);
		assertThat(text.of("SELECT {clock} FROM {maps} m JOIN {entries} e"))
			.isEqualTo("SELECT TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6)) FROM LAB_MAPS m"
					+ " JOIN LAB_ENTRIES e");
	}

}
