package io.appinfra.net.ticker;

import java.util.List;
import java.util.stream.Stream;

/**
 * What asked for a tick that was triggered.
 *
 * @param traceparents the spans in which it was triggered, in the form of the W3C's
 * header {@code traceparent}; empty for a tick that is due by its schedule
 */
public record TickOrigin(List<String> traceparents) {

	/**
	 * Not known.
	 */
	public static final TickOrigin NONE = new TickOrigin(List.of());

	private static final int MOST = 32;

	/**
	 * Return this and another origin, of triggers that are one tick. What exceeds a bound
	 * is left out.
	 * @param other the other origin
	 * @return both
	 */
	public TickOrigin and(TickOrigin other) {
		return new TickOrigin(
				Stream.concat(this.traceparents.stream(), other.traceparents.stream()).distinct().limit(MOST).toList());
	}

}
