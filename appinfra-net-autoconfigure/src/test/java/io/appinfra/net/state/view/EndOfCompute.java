package io.appinfra.net.state.view;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

import io.appinfra.net.ServerException;
import io.appinfra.net.state.LockHolder;
import io.appinfra.net.state.SharedMap;
import io.appinfra.net.state.StateData;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What each store has to let {@link SharedMap#compute} find out: that a function writes
 * its own key, and that others are faster while the thread is interrupted.
 */
public final class EndOfCompute {

	private static final byte[] OTHER = "-1".getBytes(StandardCharsets.UTF_8);

	private EndOfCompute() {
	}

	public static void check(StateData store, LockHolder locks) {
		SharedMap<Integer> map = new DefaultSharedState(store, new TestStateCodec(), locks).map("computed",
				Integer.class);
		assertThatIllegalStateException().isThrownBy(() -> map.compute("a", (key, value) -> {
			map.put("a", -1);
			return 1;
		})).withMessageContaining("changes that key itself each time");
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(ServerException.class).isThrownBy(() -> map.compute("a", (key, value) -> {
			Thread.interrupted();
			store.put("computed", "a", OTHER);
			Thread.currentThread().interrupt();
			return 1;
		})).withMessageContaining("interrupted");
		assertThat(Thread.interrupted()).isTrue();
		assertThat(map.get("a")).isEqualTo(-1);
	}

	/**
	 * Compute a key that another thread changes during each attempt, until there is no
	 * further one. Takes {@link Attempts#LONGEST}.
	 */
	public static void checkWithRivals(StateData store, LockHolder locks) {
		SharedMap<Integer> map = new DefaultSharedState(store, new TestStateCodec(), locks).map("contended",
				Integer.class);
		assertThatExceptionOfType(ServerException.class).isThrownBy(() -> map.compute("a", (key, value) -> {
			CompletableFuture.runAsync(() -> store.put("contended", "a", OTHER)).join();
			return 1;
		})).withMessageContaining("Others have changed key 'a' of shared map 'contended' during each of ");
		assertThat(map.get("a")).isEqualTo(-1);
		assertThat(map.compute("a", (key, value) -> 2)).isEqualTo(2);
	}

}
