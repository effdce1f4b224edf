package io.appinfra.net.ticker.local;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EqualFailures}.
 */
class EqualFailuresTests {

	private final EqualFailures failures = new EqualFailures();

	@ParameterizedTest
	@EnumSource
	void addWhenFailureComesAfterAnotherCountsEqualOnes(Pair pair) {
		this.failures.add(false, pair.first.get());
		assertThat(this.failures.add(pair.timeout, pair.second.get())).isEqualTo(pair.inARow);
	}

	@Test
	void addWhenFailuresGoOnCountsAll() {
		for (int i = 1; i <= 100; i++) {
			assertThat(this.failures.add(false, state("failure " + i))).isEqualTo(i);
		}
	}

	@Test
	void addWhenFailuresAlternateCountsEachAnew() {
		for (int i = 0; i < 3; i++) {
			assertThat(this.failures.add(false, state("a"))).isOne();
			assertThat(this.failures.add(false, elsewhere())).isOne();
		}
	}

	@Test
	void addWhenTickHasSucceededInBetweenCountsAnew() {
		this.failures.add(false, state("a"));
		this.failures.reset();
		assertThat(this.failures.add(false, state("a"))).isOne();
	}

	@Test
	void addWhenMethodIsCalledByReflectionCountsThroughChangeOfItsAccessor() throws Exception {
		Method method = EqualFailuresTests.class.getDeclaredMethod("fail");
		for (int i = 1; i <= 40; i++) {
			assertThat(this.failures.add(false, failureOf(method))).isEqualTo(i);
		}
	}

	private static Throwable failureOf(Method method) throws IllegalAccessException {
		try {
			method.invoke(null);
			throw new AssertionError("The method must fail");
		}
		catch (InvocationTargetException ex) {
			return ex.getTargetException();
		}
	}

	static void fail() {
		throw new IllegalStateException();
	}

	private static RuntimeException state(String message) {
		return at("here", new IllegalStateException(message));
	}

	private static RuntimeException elsewhere() {
		return at("elsewhere", new IllegalStateException("a"));
	}

	private static RuntimeException argument() {
		return at("here", new IllegalArgumentException("a"));
	}

	private static RuntimeException caused(@Nullable Throwable cause) {
		return at("here", new IllegalStateException("a", cause));
	}

	private static RuntimeException circle() {
		RuntimeException second = at("here", new IllegalStateException());
		second.initCause(caused(second));
		return second;
	}

	private static RuntimeException deep(String bottom) {
		Stream<String> frames = Stream.concat(Stream.generate(() -> "recursion").limit(100), Stream.of(bottom));
		return at(frames.toArray(String[]::new), new IllegalStateException());
	}

	private static RuntimeException stackless() {
		return at(new String[0], new IllegalStateException());
	}

	private static RuntimeException at(String method, RuntimeException failure) {
		return at(new String[] { method, "tick", "run" }, failure);
	}

	private static RuntimeException at(String[] methods, RuntimeException failure) {
		failure.setStackTrace(Stream.of(methods)
			.map((method) -> new StackTraceElement("com.example.Feed", method, "Feed.java", 12))
			.toArray(StackTraceElement[]::new));
		return failure;
	}

	enum Pair {

		SAME(() -> state("a"), () -> state("a"), 2),

		OTHER_MESSAGE(() -> state("a"), () -> state("b"), 2),

		OTHER_CLASS(() -> state("a"), () -> argument(), 1),

		OTHER_PLACE(() -> state("a"), () -> elsewhere(), 1),

		SAME_CAUSE(() -> caused(state("a")), () -> caused(state("b")), 2),

		OTHER_CAUSE(() -> caused(state("a")), () -> caused(argument()), 1),

		OTHER_PLACE_OF_CAUSE(() -> caused(state("a")), () -> caused(elsewhere()), 1),

		CAUSE_GONE(() -> caused(state("a")), () -> caused(null), 1),

		CIRCLE(() -> circle(), () -> circle(), 2),

		OTHER_PLACE_FAR_BELOW(() -> deep("a"), () -> deep("b"), 2),

		STACKLESS_AFTER_STACK(() -> state("a"), () -> stackless(), 1),

		STACKLESS(() -> stackless(), () -> stackless(), 2),

		TIMEOUT(() -> state("a"), () -> state("a"), 1, true);

		private final Supplier<Throwable> first;

		private final Supplier<Throwable> second;

		private final int inARow;

		private final boolean timeout;

		Pair(Supplier<Throwable> first, Supplier<Throwable> second, int inARow) {
			this(first, second, inARow, false);
		}

		Pair(Supplier<Throwable> first, Supplier<Throwable> second, int inARow, boolean timeout) {
			this.first = first;
			this.second = second;
			this.inARow = inARow;
			this.timeout = timeout;
		}

	}

}
