package io.appinfra.net.remote.lifecycle;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * How a process of a worker has ended.
 *
 * @param code its exit code, {@code null} if it could not be started at all
 * @param reason what that means
 * @param requested whether somebody asked it to end
 * @param lastLines what it wrote last
 */
public record ProcessEnd(@Nullable Integer code, String reason, boolean requested, List<String> lastLines) {

	private static final int LAST_WORDS = 5;

	private static final int LONGEST_LINE = 300;

	private static final Predicate<String> ofStack = Pattern.compile("\\s+(at |\\.\\.\\. \\d).*").asMatchPredicate();

	/**
	 * Return whether the process has ended normally.
	 * @return whether its exit code says so
	 */
	public boolean isNormal() {
		return this.code != null && this.code == 0;
	}

	/**
	 * Return how the process has ended before it was ready.
	 * @return that it has failed to start, the reason, and some of what it wrote last
	 */
	public String startFailure() {
		String failure = "failed to start: " + this.reason;
		List<String> words = this.lastLines.stream().filter(ofStack.negate()).toList();
		if (words.isEmpty()) {
			return failure;
		}
		return words.stream()
			.skip(Math.max(0, words.size() - LAST_WORDS))
			.map((line) -> line.substring(0, Math.min(line.length(), LONGEST_LINE)))
			.collect(Collectors.joining(" | ", failure + ". Its last output was: ", ""));
	}

}
