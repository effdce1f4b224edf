package io.appinfra.net.test;

import io.appinfra.net.state.StateStore;
import io.appinfra.net.state.local.LocalStateStore;

/**
 * Tests for {@link LocalStateStore}.
 */
class LocalStateStoreContractTests extends StateStoreContractTests {

	@Override
	protected StateStore createStore(int maxEntries, long maxValueSize) {
		return new LocalStateStore(maxEntries, maxValueSize);
	}

}
