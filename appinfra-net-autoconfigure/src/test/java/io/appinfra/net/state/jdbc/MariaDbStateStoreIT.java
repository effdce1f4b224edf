package io.appinfra.net.state.jdbc;

import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

import io.appinfra.net.state.view.EndOfCompute;
import io.appinfra.net.state.StateSession;
import io.appinfra.net.test.StateStoreContractTests;
import io.appinfra.net.state.StateLimits;
import io.appinfra.net.state.StateStore;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JdbcStateStore} on MariaDB.
 */
@Tag("full")
@EnabledIf(value = "isMariaDbInstalled", disabledReason = "MariaDB's server is not installed")
class MariaDbStateStoreIT extends StateStoreContractTests {

	private static TestMariaDb mariaDb;

	static boolean isMariaDbInstalled() {
		return TestMariaDb.isInstalled();
	}

	@BeforeAll
	static void startMariaDb(@TempDir Path directory) throws Exception {
		mariaDb = TestMariaDb.start(directory);
	}

	@AfterAll
	static void stopMariaDb() {
		mariaDb.close();
	}

	@Override
	protected int rounds() {
		return 50;
	}

	@Override
	protected StateStore createStore(int maxEntries, long maxValueSize) {
		HikariDataSource pool = mariaDb.pool(10);
		new JdbcSchema(pool, JdbcDialect.MARIADB, "APPINFRA_").create();
		return new JdbcStateStore(pool, JdbcDialect.MARIADB,
				new JdbcStoreSettings(UUID.randomUUID().toString(), "APPINFRA_", Duration.ofSeconds(10),
						Duration.ofMinutes(2), Duration.ofMillis(50), new StateLimits(maxEntries, maxValueSize)));
	}

	@Test
	void keysThatDifferInCaseAccentOrTrailingSpaceAreDifferent() {
		try (StateStore store = createStore(10, 10)) {
			for (String key : new String[] { "a", "A", "ä", "a ", "𝒳" }) {
				store.put("map", key, new byte[] { '1' });
			}
			assertThat(store.entries("map")).containsOnlyKeys("a", "A", "ä", "a ", "𝒳");
		}
	}

	@Test
	void computeWhenOthersAreFasterEachTimeEnds() {
		try (StateStore store = createStore(100, 1000)) {
			EndOfCompute.checkWithRivals(store, new StateSession(store, "here"));
		}
	}

}
