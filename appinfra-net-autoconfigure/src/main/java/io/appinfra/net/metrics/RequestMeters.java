package io.appinfra.net.metrics;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import io.appinfra.net.http.RequestStatistics;

/**
 * Reads what was measured of requests. Safe for use by many threads.
 */
public final class RequestMeters implements RequestStatistics {

	private final MeterRegistry registry;

	private final String name;

	/**
	 * Create statistics.
	 * @param registry has the timers of requests
	 * @param name the name of these timers
	 */
	public RequestMeters(MeterRegistry registry, String name) {
		this.registry = registry;
		this.name = name;
	}

	@Override
	public Map<String, Requests> requests() {
		Map<String, Requests> requests = new HashMap<>();
		for (Timer timer : this.registry.find(this.name).timers()) {
			String pattern = timer.getId().getTag("uri");
			if (pattern != null) {
				requests.merge(pattern, requests(timer), Requests::and);
			}
		}
		return requests;
	}

	private static Requests requests(Timer timer) {
		String status = String.valueOf(timer.getId().getTag("status"));
		long count = timer.count();
		return new Requests(count, status.startsWith("4") ? count : 0, status.startsWith("5") ? count : 0,
				timer.totalTime(TimeUnit.MILLISECONDS), timer.max(TimeUnit.MILLISECONDS));
	}

}
