package io.appinfra.net.ticker.declaration;

import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * What is wrong with the configuration of tickers, which is reported all at once.
 */
final class TickerProblems {

	private final List<String> problems = new ArrayList<>();

	void add(String problem) {
		this.problems.add(problem);
	}

	void add(String ticker, String problem) {
		add("Ticker '%s' %s".formatted(ticker, problem));
	}

	void throwIfAny() {
		if (!this.problems.isEmpty()) {
			throw new FailureAnalyzedException(
					"The configuration of tickers is wrong:\n\n    - " + String.join("\n    - ", this.problems),
					"Correct the @Tick annotation or the properties under 'appinfra.net.tickers' of each ticker named above.");
		}
	}

}
