package io.appinfra.net.state.jdbc;

import java.time.Duration;
import java.util.UUID;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.appinfra.net.state.StateLimits;
import io.appinfra.net.state.StateSession;
import io.appinfra.net.state.StateStore;
import io.appinfra.net.state.view.EndOfCompute;
import io.appinfra.net.test.StateStoreContractTests;

/**
 * Tests for {@link JdbcStateStore} on H2.
 */
class H2StateStoreIT extends StateStoreContractTests {

	@Override
	protected int rounds() {
		return 50;
	}

	@Override
	protected StateStore createStore(int maxEntries, long maxValueSize) {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl("jdbc:h2:mem:" + UUID.randomUUID());
		config.setMaximumPoolSize(10);
		HikariDataSource pool = new HikariDataSource(config);
		new JdbcSchema(pool, JdbcDialect.H2, "APPINFRA_").create();
		return new JdbcStateStore(pool, JdbcDialect.H2,
				new JdbcStoreSettings("test", "APPINFRA_", Duration.ofSeconds(10), Duration.ofMinutes(2),
						Duration.ofMillis(50), new StateLimits(maxEntries, maxValueSize)));
	}

	@Test
	void computeWhenItCannotSucceedEnds() {
		try (StateStore store = createStore(100, 1000)) {
			EndOfCompute.check(store, new StateSession(store, "here"));
		}
	}

	@Test
	@Tag("full")
	void computeWhenOthersAreFasterEachTimeEnds() {
		try (StateStore store = createStore(100, 1000)) {
			EndOfCompute.checkWithRivals(store, new StateSession(store, "here"));
		}
	}

}
