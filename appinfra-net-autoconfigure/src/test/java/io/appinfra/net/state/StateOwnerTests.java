package io.appinfra.net.state;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StateOwner}.
 */
class StateOwnerTests {

	@Test
	void ofWhenNameOfWebProcessReturnsIt() {
		StateOwner web = StateOwner.web("here");
		assertThat(web.name()).startsWith("here/web-" + ProcessHandle.current().pid() + "-");
		assertThat(StateOwner.of(web.name())).contains(web);
	}

	@ParameterizedTest
	@ValueSource(strings = { "default", "web", "a-1-b", "worker-1-", "\n", "a/web", "a/worker-b" })
	void ofWhenNameOfWorkerReturnsIt(String name) {
		StateOwner worker = StateOwner.worker("here", name, 42);
		assertThat(StateOwner.of(worker.name())).contains(worker);
	}

	@ParameterizedTest
	@ValueSource(strings = { "one", "here/web-1", "web-1-00000000-0000-0000-0000-000000000000",
			"/web-1-00000000-0000-0000-0000-000000000000", "here/web-x-00000000-0000-0000-0000-000000000000",
			"here/worker--1-00000000-0000-0000-0000-000000000000" })
	void ofWhenOtherNameIsEmpty(String name) {
		assertThat(StateOwner.of(name)).isEmpty();
	}

	@Test
	void workerWhenRepeatedIsAnother() {
		assertThat(StateOwner.worker("here", "default", 1)).isNotEqualTo(StateOwner.worker("here", "default", 1));
	}

}
