package io.appinfra.net.services;

import jakarta.persistence.EntityManager;
import org.hibernate.SessionFactory;
import org.quartz.Scheduler;

import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.context.annotation.DependsOn;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;
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
@DependsOn("server")
@Tick(interval = "200ms", runIn = RunIn.WORKER)
class ServiceTicker implements Ticker {

	private final SessionFactory factory;

	private final EntityManager entities;

	private final Shelves shelves;

	private final Orders orders;

	private final Mail mail;

	private final DiscoveryClient discovery;

	private final RestTemplate http;

	private final SessionRepository<?> sessions;

	private final JobOperator jobs;

	private final Job importing;

	private final SharedMap<String> seen;

	ServiceTicker(SessionFactory factory, EntityManager entities, Shelves shelves, Orders orders, Mail mail,
			Scheduler scheduler, @Qualifier("ownScheduler") Scheduler ownScheduler, DiscoveryClient discovery,
			RestTemplate http, SessionRepository<?> sessions, JobOperator jobs, Job importing, SharedState state) {
		this.factory = factory;
		this.entities = entities;
		this.shelves = shelves;
		this.orders = orders;
		this.mail = mail;
		this.discovery = discovery;
		this.http = http;
		this.sessions = sessions;
		this.jobs = jobs;
		this.importing = importing;
		this.seen = state.map("seen", String.class);
	}

	@Override
	public void tick(TickContext tick) throws Exception {
		this.seen.putIfAbsent("shelves", String.valueOf(this.shelves.count()));
		this.seen.putIfAbsent("open", String.valueOf(this.factory.isOpen()));
		this.seen.putIfAbsent("queried", String
			.valueOf(this.entities.createQuery("select count(s) from Shelf s", Long.class).getSingleResult()));
		this.seen.put("process", String.valueOf(ProcessHandle.current().pid()));
		this.mail.send();
		this.discovery.getServices();
		this.seen.put("price", String.valueOf(this.http.getForObject("http://prices/price", String.class)));
		this.orders.place();
		saveSession(this.sessions);
		this.jobs.start(this.importing, new JobParametersBuilder().addLong("tick", tick.number()).toJobParameters());
		this.seen.put("ticks", String.valueOf(tick.number()));
	}

	private static <S extends Session> void saveSession(SessionRepository<S> sessions) {
		S session = sessions.createSession();
		sessions.save(session);
		sessions.deleteById(session.getId());
	}

}
