package io.appinfra.net.sample;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.springframework.stereotype.Component;

import io.appinfra.net.ticker.RunIn;
import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.TickContext;
import io.appinfra.net.ticker.Ticker;

/**
 * Probes all targets, all at once. Runs in the worker; with
 * {@code appinfra.net.tickers.prober.run-in=in-process} it runs in the web process.
 */
@Component
@Tick(interval = "2s", runIn = RunIn.WORKER)
class Prober implements Ticker {

	private final Targets targets;

	private final HttpProber http;

	Prober(Targets targets, HttpProber http) {
		this.targets = targets;
		this.http = http;
	}

	@Override
	public void tick(TickContext tick) {
		Map<Target, CompletableFuture<Probe>> probes = new LinkedHashMap<>();
		this.targets.all().forEach((target) -> probes.put(target, this.http.probe(target.url())));
		probes.forEach((target, probe) -> this.targets.addProbe(target, probe.join()));
	}

}
