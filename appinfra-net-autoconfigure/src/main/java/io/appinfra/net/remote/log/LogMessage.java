package io.appinfra.net.remote.log;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Something that was logged in a worker.
 *
 * @param time when it was logged
 * @param level the level, or that of the common ones which is next to it
 * @param ownLevel the level if it is none of the common ones, else {@code null}
 * @param logger the name of the logger
 * @param thread the name of the thread
 * @param message the message
 * @param context the diagnostic context of the thread
 * @param markers the markers
 * @param pairs the key-value pairs
 * @param thrown what was thrown, {@code null} if nothing was
 */
public record LogMessage(Instant time, Level level, @Nullable OwnLevel ownLevel, String logger, String thread,
		@Nullable String message, Map<String, String> context, List<Mark> markers, List<Pair> pairs,
		@Nullable Thrown thrown) {

	private static final int LONGEST_SUMMARY = 64 * 1024;

	/**
	 * Return the message without the stack of what was thrown.
	 * @return the level, the message, and what was thrown
	 */
	public String summary() {
		StringBuilder summary = new StringBuilder(this.level + " " + this.logger + ": " + this.message);
		for (Thrown thrown = this.thrown; thrown != null; thrown = thrown.cause()) {
			summary.append("; ").append(thrown.type()).append(": ").append(thrown.message());
		}
		return summary.toString();
	}

	/**
	 * Return this message with its summary in place of all that can be long.
	 * @return a message of bounded length
	 */
	public LogMessage shortened() {
		String summary = summary();
		return new LogMessage(this.time, this.level, this.ownLevel, this.logger, this.thread,
				summary.substring(0, Math.min(summary.length(), LONGEST_SUMMARY)), Map.of(), this.markers, List.of(),
				null);
	}

	/**
	 * Levels.
	 */
	public enum Level {

		/**
		 * Finer than debugging.
		 */
		TRACE,

		/**
		 * For debugging.
		 */
		DEBUG,

		/**
		 * For information.
		 */
		INFO,

		/**
		 * Something that a person should look at.
		 */
		WARN,

		/**
		 * Something that a person should act on.
		 */
		ERROR

	}

	/**
	 * A level that only some systems have.
	 *
	 * @param name its name
	 * @param rank its number in the system that has it
	 */
	public record OwnLevel(String name, int rank) {
	}

	/**
	 * A marker.
	 *
	 * @param name its name
	 * @param references the markers that it contains
	 */
	public record Mark(String name, List<Mark> references) {

	}

	/**
	 * A key-value pair.
	 *
	 * @param key the key
	 * @param value the value: a text, a number, a boolean, a list or map of such, or
	 * {@code null}
	 */
	public record Pair(String key, @Nullable Object value) {

	}

	/**
	 * Something that was thrown.
	 *
	 * @param type the name of its class
	 * @param message its message
	 * @param stack its stack, the innermost call first
	 * @param cause its cause, {@code null} if it has none
	 * @param suppressed what was thrown when it was handled
	 */
	public record Thrown(String type, @Nullable String message, List<Call> stack, @Nullable Thrown cause,
			List<Thrown> suppressed) {

	}

	/**
	 * A call in a stack.
	 *
	 * @param type the name of the class
	 * @param method the name of the method
	 * @param file the name of the source file, {@code null} if it is not known
	 * @param line the number of the line, negative if it is not known
	 */
	public record Call(String type, String method, @Nullable String file, int line) {

	}

}
