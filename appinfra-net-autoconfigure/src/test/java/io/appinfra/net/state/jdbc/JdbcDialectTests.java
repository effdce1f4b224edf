package io.appinfra.net.state.jdbc;

import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link JdbcDialect}.
 */
class JdbcDialectTests {

	@Test
	void ofIsThatOfTheProduct() throws SQLException {
		assertThat(JdbcDialect.of(database("PostgreSQL", "15.13"))).isEqualTo(JdbcDialect.POSTGRESQL);
		assertThat(JdbcDialect.of(database("MySQL", "9.7.4-2"))).isEqualTo(JdbcDialect.MYSQL);
		assertThat(JdbcDialect.of(database("MariaDB", "10.11.11-MariaDB"))).isEqualTo(JdbcDialect.MARIADB);
	}

	@Test
	void ofWhenDriverTakesMariaDbForMySqlIsMariaDb() throws SQLException {
		assertThat(JdbcDialect.of(database("MySQL", "5.5.5-10.11.11-MariaDB-0+deb12u1")))
			.isEqualTo(JdbcDialect.MARIADB);
	}

	@Test
	void ofWhenProductIsNotSupportedNamesThoseThatAre() throws SQLException {
		DatabaseMetaData database = database("Oracle", "19");
		assertThat(JdbcDialect.find(database)).isEmpty();
		assertThatIllegalArgumentException().isThrownBy(() -> JdbcDialect.of(database))
			.withMessage("The database 'Oracle' is none of H2, MARIADB, MYSQL, POSTGRESQL");
	}

	@Test
	void boundsOfConnectingAreInTheUnitOfTheDriver() {
		Duration time = Duration.ofSeconds(2);
		assertThat(JdbcDialect.POSTGRESQL.boundsOfConnecting(time)).containsEntry("connectTimeout", "2");
		assertThat(JdbcDialect.MARIADB.boundsOfConnecting(time)).containsEntry("connectTimeout", "2000");
		assertThat(JdbcDialect.MYSQL.boundsOfConnecting(time)).containsEntry("socketTimeout", "2000");
		assertThat(JdbcDialect.H2.boundsOfConnecting(time)).isEmpty();
	}

	private static DatabaseMetaData database(String product, String version) throws SQLException {
		DatabaseMetaData database = mock(DatabaseMetaData.class);
		given(database.getDatabaseProductName()).willReturn(product);
		given(database.getDatabaseProductVersion()).willReturn(version);
		return database;
	}

}
