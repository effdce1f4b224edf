package io.appinfra.net.state.jdbc;

import java.nio.file.Path;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests for {@link JdbcStateStore} on MySQL.
 */
@Tag("full")
@EnabledIf(value = "isMySqlThere", disabledReason = "MYSQLD_HOME names no MySQL server")
class MySqlStateStoreIT extends InnoDbStateStoreTests {

	private static InnoDbServer mySql;

	static boolean isMySqlThere() {
		return TestMySql.isInstalled();
	}

	@BeforeAll
	static void start(@TempDir Path directory) throws Exception {
		mySql = TestMySql.start(directory);
	}

	@AfterAll
	static void stop() {
		mySql.close();
	}

	@Override
	InnoDbServer server() {
		return mySql;
	}

	@Override
	JdbcDialect dialect() {
		return JdbcDialect.MYSQL;
	}

}
