package io.appinfra.net.services;

import org.quartz.Scheduler;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestTemplate;

import io.appinfra.net.state.SharedMap;
import io.appinfra.net.state.SharedState;
import io.appinfra.net.ticker.RunIn;
import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.TickContext;
import io.appinfra.net.ticker.Ticker;

/**
 * Needs all that the service has.
 */
@Component
@Tick(interval = "200ms", runIn = RunIn.WORKER)
class ServiceTicker implements Ticker {

	private final Shelves shelves;

	private final Orders orders;

	private final Mail mail;

	private final DiscoveryClient discovery;

	private final RestTemplate http;

	private final SharedMap<String> seen;

	ServiceTicker(Shelves shelves, Orders orders, Mail mail, Scheduler scheduler,
			@Qualifier("ownScheduler") Scheduler ownScheduler, DiscoveryClient discovery, RestTemplate http,
			SharedState state) {
		this.shelves = shelves;
		this.orders = orders;
		this.mail = mail;
		this.discovery = discovery;
		this.http = http;
		this.seen = state.map("seen", String.class);
	}

	@Override
	public void tick(TickContext tick) {
		this.seen.putIfAbsent("shelves", String.valueOf(this.shelves.count()));
		this.seen.put("process", String.valueOf(ProcessHandle.current().pid()));
		this.mail.send();
		this.discovery.getServices();
		this.seen.put("price", String.valueOf(this.http.getForObject("http://prices/price", String.class)));
		this.orders.place();
	}

}
