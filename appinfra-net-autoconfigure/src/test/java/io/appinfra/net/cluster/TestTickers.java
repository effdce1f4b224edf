package io.appinfra.net.cluster;

import java.time.Duration;
import java.time.ZoneOffset;

import io.appinfra.net.ticker.RunIn;
import io.appinfra.net.ticker.TickMode;
import io.appinfra.net.ticker.TickScope;
import io.appinfra.net.ticker.TickerDefinition;
import io.appinfra.net.ticker.TickerSettings;

/**
 * Definitions of tickers of the cluster.
 */
final class TestTickers {

	private TestTickers() {
	}

	static TickerDefinition cluster(String name, Duration interval) {
		return new TickerDefinition(name,
				new TickerSettings(TickMode.FLEX, interval, null, ZoneOffset.UTC, Duration.ZERO, Duration.ZERO, null,
						10, null, 0, false, RunIn.IN_PROCESS, "default", TickScope.CLUSTER));
	}

}
