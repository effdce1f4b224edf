package io.appinfra.net.state.view;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.ParameterizedTypeReference;

import io.appinfra.net.ServerException;
import io.appinfra.net.StateLimitException;
import io.appinfra.net.state.SharedMap;
import io.appinfra.net.state.SharedState;
import io.appinfra.net.state.StateSession;
import io.appinfra.net.state.local.LocalStateStore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link DefaultSharedMap}.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class DefaultSharedMapTests {

	private final LocalStateStore store = new LocalStateStore(100, 1000);

	private final TestStateCodec codec = new TestStateCodec();

	private final SharedState state = new DefaultSharedState(this.store, this.codec,
			new StateSession(this.store, "here"));

	private final SharedMap<Price> prices = this.state.map("prices", Price.class);

	private final SharedMap<List<String>> lists = this.state.map("lists", new ParameterizedTypeReference<>() {
	});

	@AfterEach
	void close() {
		this.store.close();
	}

	@Test
	void computeWhenFunctionChangesItsOwnKeyEachTimeThrows() {
		this.prices.put("a", new Price("A", 1));
		assertRecursion(() -> this.prices.putAll(Map.of("a", new Price("B", 2))));
		assertRecursion(() -> this.prices.put("a", new Price("B", 2)));
		assertRecursion(() -> this.prices.replace("a", new Price("B", 2)));
		assertRecursion(() -> this.prices.compute("a", (key, value) -> new Price("B", 2)));
		assertRecursion(() -> this.state.map("prices", Object.class).put("a", new Price("B", 2)));
		assertThat(this.prices.get("a")).isEqualTo(new Price("B", 2));
		this.prices.compute("a", (key, value) -> {
			this.prices.put("b", new Price("B", 2));
			return new Price("A", 3);
		});
		assertThat(this.prices.get("a")).isEqualTo(new Price("A", 3));
		this.prices.put("a", new Price("A", 4));
	}

	private void assertRecursion(Runnable change) {
		assertThatIllegalStateException().isThrownBy(() -> this.prices.compute("a", (key, value) -> {
			change.run();
			return new Price("C", 3);
		})).withMessageContaining("key 'a' of shared map 'prices' changes that key itself each time");
	}

	@Test
	void computeWhenInterruptedWhileOthersAreFasterThrows() {
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(ServerException.class).isThrownBy(() -> this.prices.compute("a", (key, value) -> {
			this.store.put("prices", "a", "null".getBytes(StandardCharsets.UTF_8));
			return new Price("A", 1);
		})).withMessageContaining("interrupted");
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	@SuppressWarnings("rawtypes")
	void mapWhenTypeDoesNotSayWhatIsInItThrows() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.state.map("raw", List.class))
			.withMessageContaining("new ParameterizedTypeReference");
		assertThatIllegalArgumentException().isThrownBy(() -> this.state.map("raw", List[].class));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.state.map("raw", new ParameterizedTypeReference<Map<String, List>>() {
			}));
		this.state.map("complete", new ParameterizedTypeReference<Map<String, ?>>() {
		});
		this.state.map("complete", int[].class);
	}

	@Test
	void operationWhenKeyIsNullThrows() {
		Price price = new Price("A", 1);
		assertThatIllegalArgumentException().isThrownBy(() -> this.prices.get(null));
		assertThatIllegalArgumentException().isThrownBy(() -> this.prices.put(null, price));
		assertThatIllegalArgumentException().isThrownBy(() -> this.prices.remove(null));
		assertThatIllegalArgumentException().isThrownBy(() -> this.prices.remove(null, price));
		assertThatIllegalArgumentException().isThrownBy(() -> this.prices.replace(null, price));
		assertThatIllegalArgumentException().isThrownBy(() -> this.prices.putIfAbsent("", price));
		assertThatIllegalArgumentException().isThrownBy(() -> this.prices.compute(null, (key, value) -> value));
		assertThatIllegalArgumentException().isThrownBy(() -> this.prices.compute("a", null));
	}

	@Test
	void putReturnsValueBefore() {
		assertThat(this.prices.get("a")).isNull();
		assertThat(this.prices.put("a", new Price("A", 1))).isNull();
		assertThat(this.prices.put("a", new Price("A", 2))).isEqualTo(new Price("A", 1));
		assertThat(this.prices.get("a")).isEqualTo(new Price("A", 2));
		assertThat(this.prices.size()).isOne();
		assertThat(this.prices.remove("a")).isEqualTo(new Price("A", 2));
		assertThat(this.prices.remove("a")).isNull();
	}

	@Test
	void getWhenTypeIsImmutableReturnsSameObjectWithoutReading() {
		Price price = new Price("A", 1);
		this.prices.put("a", price);
		int decoded = this.codec.decoded();
		Price first = this.prices.get("a");
		assertThat(first).isEqualTo(price).isNotSameAs(price).isSameAs(this.prices.get("a"));
		assertThat(this.codec.decoded()).isEqualTo(decoded);
	}

	@Test
	void putWhenCodecNeedNotReadBackReadsNothing() {
		TestStateCodec codec = new TestStateCodec() {

			@Override
			public Object readBack(Object value, byte[] json, Type type) {
				return value;
			}

		};
		SharedMap<Price> prices = new DefaultSharedState(this.store, codec, new StateSession(this.store, "there"))
			.map("prices", Price.class);
		Price price = new Price("A", 1);
		prices.putAll(Map.of("a", price));
		assertThat(prices.put("a", price)).isSameAs(price).isSameAs(prices.get("a"));
		assertThat(codec.decoded()).isZero();
	}

	@Test
	void getWhenTypeIsImmutableAndWrittenElsewhereReadsOnce() {
		this.store.put("prices", "a", "{\"symbol\":\"A\",\"value\":1}".getBytes(StandardCharsets.UTF_8));
		assertThat(this.prices.get("a")).isEqualTo(new Price("A", 1)).isSameAs(this.prices.get("a"));
		assertThat(this.codec.decoded()).isOne();
	}

	@Test
	void getWhenReturnedObjectIsChangedIsUnchanged() {
		List<String> list = new ArrayList<>(List.of("x"));
		this.lists.put("a", list);
		list.add("changed");
		this.lists.get("a").add("changed");
		this.lists.entries().get("a").add("changed");
		this.lists.putIfAbsent("a", List.of()).add("changed");
		this.lists.compute("a", (key, value) -> list).add("changed");
		assertThat(this.lists.get("a")).containsExactly("x", "changed");
		this.lists.put("a", List.of("x")).add("changed");
		assertThat(this.lists.get("a")).containsExactly("x");
	}

	@Test
	void putIfAbsentSetsAbsentKeyOnly() {
		assertThat(this.prices.putIfAbsent("a", new Price("A", 1))).isNull();
		assertThat(this.prices.putIfAbsent("a", new Price("A", 2))).isEqualTo(new Price("A", 1));
		assertThat(this.prices.get("a")).isEqualTo(new Price("A", 1));
	}

	@Test
	void replaceSetsPresentKeyOnly() {
		assertThat(this.prices.replace("a", new Price("A", 1))).isNull();
		assertThat(this.prices.get("a")).isNull();
		this.prices.put("a", new Price("A", 1));
		assertThat(this.prices.replace("a", new Price("A", 2))).isEqualTo(new Price("A", 1));
		assertThat(this.prices.get("a")).isEqualTo(new Price("A", 2));
	}

	@Test
	void replaceWhenExpectedSetsEqualValueOnly() {
		assertThat(this.prices.replace("a", new Price("A", 1), new Price("A", 2))).isFalse();
		this.prices.put("a", new Price("A", 1));
		assertThat(this.prices.replace("a", new Price("A", 9), new Price("A", 2))).isFalse();
		assertThat(this.prices.replace("a", new Price("A", 1), new Price("A", 2))).isTrue();
		assertThat(this.prices.get("a")).isEqualTo(new Price("A", 2));
	}

	@Test
	void replaceWhenExpectedReadsBackAsAnotherTypeComparesAsStored() {
		SharedMap<Object> map = this.state.map("objects", Object.class);
		map.put("a", 1L);
		assertThat(map.get("a")).isEqualTo(1);
		assertThat(map.replace("a", 1L, 2L)).isTrue();
		assertThat(map.remove("a", 2L)).isTrue();
	}

	@Test
	void removeWhenExpectedRemovesEqualValueOnly() {
		assertThat(this.prices.remove("a", new Price("A", 1))).isFalse();
		this.prices.put("a", new Price("A", 1));
		assertThat(this.prices.remove("a", new Price("A", 2))).isFalse();
		assertThat(this.prices.remove("a", new Price("A", 1))).isTrue();
		assertThat(this.prices.size()).isZero();
	}

	@Test
	void computeSetsAndRemoves() {
		assertThat(this.prices.compute("a", (key, value) -> null)).isNull();
		assertThat(this.prices.compute("a", (key, value) -> new Price(key, (value != null) ? 9 : 1)))
			.isEqualTo(new Price("a", 1));
		assertThat(this.prices.compute("a", (key, value) -> new Price(key, value.value() + 1)))
			.isEqualTo(new Price("a", 2));
		assertThat(this.prices.compute("a", (key, value) -> null)).isNull();
		assertThat(this.prices.size()).isZero();
	}

	@Test
	void computeWhenFunctionThrowsStoresNothing() {
		this.prices.put("a", new Price("A", 1));
		BiFunction<String, @Nullable Price, @Nullable Price> failing = (key, value) -> {
			throw new IllegalStateException("failed");
		};
		assertThatIllegalStateException().isThrownBy(() -> this.prices.compute("a", failing)).withMessage("failed");
		assertThat(this.prices.get("a")).isEqualTo(new Price("A", 1));
	}

	@Test
	void computeWhenAnotherWriteComesBetweenRunsAgain() {
		this.prices.put("a", new Price("A", 1));
		Price computed = this.prices.compute("a", (key, value) -> {
			if (value.value() == 1) {
				this.prices.put("a", new Price("A", 10));
			}
			return new Price("A", value.value() + 1);
		});
		assertThat(computed).isEqualTo(new Price("A", 11)).isEqualTo(this.prices.get("a"));
	}

	@Test
	void computeFromManyThreadsLosesNothing() throws Exception {
		SharedMap<Integer> numbers = this.state.map("numbers", Integer.class);
		ExecutorService threads = Executors.newFixedThreadPool(8);
		List<Future<?>> futures = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			futures.add(threads.submit(() -> {
				for (int j = 0; j < 1000; j++) {
					numbers.compute("a", (key, value) -> (value != null) ? value + 1 : 1);
				}
			}));
		}
		for (Future<?> future : futures) {
			future.get();
		}
		threads.shutdown();
		assertThat(numbers.get("a")).isEqualTo(8000);
	}

	@Test
	void entriesAreOrderedAndUnmodifiable() {
		this.prices.putAll(Map.of("c", new Price("C", 3), "a", new Price("A", 1), "b", new Price("B", 2)));
		Map<String, Price> entries = this.prices.entries();
		assertThat(entries.keySet()).containsExactly("a", "b", "c");
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> entries.remove("a"));
		this.prices.clear();
		assertThat(entries).hasSize(3);
		assertThat(this.prices.entries()).isEmpty();
	}

	@Test
	void putWhenValueCannotBeReadBackThrowsAndStoresNothing() {
		SharedMap<OneWay> map = this.state.map("map", OneWay.class);
		assertThatIllegalArgumentException().isThrownBy(() -> map.put("a", () -> "x"))
			.withMessageContainingAll("'a'", "'map'", OneWay.class.getName(), "cannot be stored", "abstract types");
		assertThatIllegalArgumentException().isThrownBy(() -> map.putAll(Map.of("a", () -> "x")));
		assertThat(map.size()).isZero();
	}

	@Test
	void putWhenValueCannotBeWrittenThrowsAndStoresNothing() {
		SharedMap<Object> map = this.state.map("map", Object.class);
		List<Object> endless = new ArrayList<>();
		endless.add(endless);
		assertThatIllegalArgumentException().isThrownBy(() -> map.put("a", endless))
			.withMessageContainingAll("'a'", "'map'", "cannot be stored");
		assertThat(map.size()).isZero();
	}

	@Test
	void putWhenKeyOrValueIsNullThrows() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.prices.put("a", null))
			.withMessageContainingAll("'a'", "'prices'", "null");
		assertThatIllegalArgumentException().isThrownBy(() -> this.prices.put(null, new Price("A", 1)))
			.withMessageContaining("key");
		assertThatIllegalArgumentException().isThrownBy(() -> this.prices.replace("a", null, new Price("A", 1)));
		assertThatIllegalArgumentException().isThrownBy(() -> this.prices.putAll(null));
		assertThatIllegalArgumentException().isThrownBy(() -> this.prices.onChange(null));
	}

	@Test
	void putWhenLimitIsExceededThrowsAndStoresNothing() {
		SharedMap<String> map = this.state.map("map", String.class);
		assertThatExceptionOfType(StateLimitException.class).isThrownBy(() -> map.put("a", "x".repeat(999)));
		assertThat(map.size()).isZero();
	}

	@Test
	void getWhenValueIsOfAnotherTypeThrowsAndLetsItBeReplaced() {
		this.state.map("prices", String.class).put("a", "text");
		assertThatIllegalArgumentException().isThrownBy(() -> this.prices.get("a"))
			.withMessageContainingAll("'a'", "'prices'", Price.class.getName(), "cannot be read");
		assertThatIllegalArgumentException().isThrownBy(() -> this.prices.put("a", new Price("A", 1)));
		assertThat(this.prices.get("a")).isEqualTo(new Price("A", 1));
	}

	@Test
	void onChangeGivesKeyAndValue() {
		Queue<String> seen = new ConcurrentLinkedQueue<>();
		SharedMap.Registration registration = this.prices.onChange((key, value) -> seen.add(key + "=" + value));
		this.prices.put("a", new Price("A", 1));
		Awaitility.await().until(() -> seen.contains("a=Price[symbol=A, value=1]"));
		this.prices.remove("a");
		Awaitility.await().until(() -> seen.contains("a=null"));
		registration.close();
	}

	@Test
	void onChangeWhenValueIsOfAnotherTypeLogsAndGoesOn(CapturedOutput output) throws Exception {
		CountDownLatch seen = new CountDownLatch(1);
		this.prices.onChange((key, value) -> seen.countDown());
		this.state.map("prices", String.class).put("a", "text");
		this.prices.put("b", new Price("B", 1));
		seen.await();
		assertThat(output).containsOnlyOnce("A listener misses a change. The value of key 'a' in shared map 'prices'");
	}

	@Test
	void toStringNamesTheMap() {
		assertThat(this.prices).hasToString("shared map 'prices'");
	}

	record Price(String symbol, int value) {

	}

	interface OneWay {

		String getName();

	}

}
