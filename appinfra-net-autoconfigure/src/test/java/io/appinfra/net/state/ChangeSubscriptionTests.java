package io.appinfra.net.state;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ChangeSubscription}.
 */
class ChangeSubscriptionTests {

	private final Queue<Runnable> executions = new ArrayDeque<>();

	private final List<String> seen = new ArrayList<>();

	private final ChangeSubscription subscription = new ChangeSubscription("map", this::see, this.executions::add);

	@Test
	void runCallsWithKeysInOrderOfTheirFirstPendingChange() {
		offer("a", 1);
		offer("b", 2);
		offer("a", 3);
		run();
		assertThat(this.seen).containsExactly("a=3", "b=2");
	}

	@Test
	void offerWhileOneIsPendingExecutesOnce() {
		offer("a", 1);
		offer("b", 2);
		assertThat(this.executions).hasSize(1);
		run();
		offer("a", 3);
		assertThat(this.executions).hasSize(1);
	}

	@Test
	void runWhenKeyCameAndWentCallsWithRemoval() {
		offer("a", 1);
		offer("a", 0);
		run();
		assertThat(this.seen).containsExactly("a=null");
	}

	@Test
	void offerWhenListenerIsFarBehindForgetsKeysThatCameAndWent() {
		for (int i = 0; i < ChangeSubscription.MAX_BEHIND + 10; i++) {
			offer("key-" + i, 1);
			offer("key-" + i, 0);
		}
		run();
		assertThat(this.seen).hasSize(ChangeSubscription.MAX_BEHIND).allMatch((change) -> change.endsWith("=null"));
	}

	@Test
	void runWhenKeyWasSeenAndWentCallsWithRemoval() {
		offer("a", 1);
		run();
		offer("a", 0);
		run();
		assertThat(this.seen).containsExactly("a=1", "a=null");
	}

	@Test
	void runWhenClosedDoesNotCall() {
		offer("a", 1);
		this.subscription.close();
		offer("b", 1);
		run();
		assertThat(this.seen).isEmpty();
	}

	private void offer(String key, long after) {
		this.subscription.offer(key, value(after));
	}

	private static @Nullable StoredValue value(long version) {
		return (version != StoredValue.ABSENT) ? new StoredValue(new byte[0], version) : null;
	}

	private void run() {
		while (!this.executions.isEmpty()) {
			this.executions.remove().run();
		}
	}

	private void see(String key, @Nullable StoredValue value) {
		this.seen.add(key + "=" + ((value != null) ? value.version() : null));
	}

}
