package io.appinfra.net.state.redis;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.appinfra.net.state.StateSession;
import io.appinfra.net.state.StateStore;
import io.appinfra.net.state.view.EndOfCompute;
import io.appinfra.net.test.StateStoreContractTests;

/**
 * Tests for {@link RedisStateStore} with a real Redis.
 */
class RedisStateStoreIT extends StateStoreContractTests {

	private static RedisProcess redis;

	@BeforeAll
	static void startRedis() {
		redis = new RedisProcess();
	}

	@AfterAll
	static void stopRedis() {
		redis.close();
	}

	@Override
	protected StateStore createStore(int maxEntries, long maxValueSize) {
		return RedisProcess.storeOfContract(redis.port(), maxEntries, maxValueSize);
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
