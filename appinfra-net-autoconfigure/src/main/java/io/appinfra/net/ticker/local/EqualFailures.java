package io.appinfra.net.ticker.local;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Counts the equal failures of a ticker in a row. Failures are equal if their causes have
 * the same classes and were thrown at the same places, whatever their messages. Safe for
 * use by several threads.
 */
final class EqualFailures {

	private static final int MAX_CAUSES = 20;

	private static final int TOP_FRAMES = 8;

	private @Nullable Shape last;

	private long inARow;

	/**
	 * Count a failure.
	 * @param timeout whether the tick has timed out as well, which makes another failure
	 * of it
	 * @param failure the failure
	 * @return how many equal failures there were in a row, this one included
	 */
	synchronized long add(boolean timeout, Throwable failure) {
		Shape shape = Shape.of(timeout, failure);
		this.inARow = shape.equals(this.last) ? this.inARow + 1 : 1;
		this.last = shape;
		return this.inARow;
	}

	/**
	 * Begin anew: the next failure is the first one.
	 */
	synchronized void reset() {
		this.last = null;
	}

	private record Shape(boolean timeout, List<Thrown> chain) {

		static Shape of(boolean timeout, Throwable failure) {
			List<Thrown> chain = new ArrayList<>();
			Throwable next = failure;
			while (next != null && chain.size() < MAX_CAUSES) {
				chain.add(Thrown.of(next));
				next = next.getCause();
			}
			return new Shape(timeout, chain);
		}

	}

	private record Thrown(Class<?> type, List<StackTraceElement> frames) {

		static Thrown of(Throwable throwable) {
			return new Thrown(throwable.getClass(),
					Arrays.stream(throwable.getStackTrace())
						.filter((frame) -> !isReflection(frame))
						.limit(TOP_FRAMES)
						.toList());
		}

		/**
		 * The JDK replaces how it calls a method by reflection after some calls.
		 */
		private static boolean isReflection(StackTraceElement frame) {
			return frame.getClassName().startsWith("jdk.internal.reflect.");
		}

	}

}
