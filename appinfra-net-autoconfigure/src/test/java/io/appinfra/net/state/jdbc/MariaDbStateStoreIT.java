package io.appinfra.net.state.jdbc;

import java.nio.file.Path;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests for {@link JdbcStateStore} on MariaDB.
 */
@Tag("full")
@EnabledIf(value = "isMariaDbInstalled", disabledReason = "MariaDB's server is not installed")
class MariaDbStateStoreIT extends InnoDbStateStoreTests {

	private static InnoDbServer mariaDb;

	static boolean isMariaDbInstalled() {
		return TestMariaDb.isInstalled();
	}

	@BeforeAll
	static void start(@TempDir Path directory) throws Exception {
		mariaDb = TestMariaDb.start(directory);
	}

	@AfterAll
	static void stop() {
		mariaDb.close();
	}

	@Override
	InnoDbServer server() {
		return mariaDb;
	}

	@Override
	JdbcDialect dialect() {
		return JdbcDialect.MARIADB;
	}

}
