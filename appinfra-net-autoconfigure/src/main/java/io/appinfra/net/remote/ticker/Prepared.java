package io.appinfra.net.remote.ticker;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * What a worker has when its application has started.
 *
 * @param tickers the names of its tickers
 * @param unmet the conditions of the application that are not met in it, in words
 */
public record Prepared(List<String> tickers, List<String> unmet) {

	/**
	 * Return what the worker lacks.
	 * @param expected the names of the tickers that are to run in it
	 * @return which of them it does not have and the likely reason, {@code null} if it
	 * has all
	 */
	public @Nullable String lacking(List<String> expected) {
		Set<String> missing = new TreeSet<>(expected);
		missing.removeAll(Set.copyOf(this.tickers));
		if (missing.isEmpty()) {
			return null;
		}
		String what = "it does not have %s '%s', which the web process has: "
			.formatted((missing.size() == 1) ? "ticker" : "tickers", String.join("', '", missing));
		return what + (this.unmet.isEmpty()
				? "a condition or the name of a bean must be another than there. Let the ticker run in-process, or make it available without a web server"
				: "conditions are not met in a worker: " + String.join("; ", this.unmet));
	}

}
