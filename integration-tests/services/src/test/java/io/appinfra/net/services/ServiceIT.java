package io.appinfra.net.services;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.jdbc.core.JdbcTemplate;

import io.appinfra.net.Role;
import io.appinfra.net.state.SharedMap;
import io.appinfra.net.state.SharedState;
import io.appinfra.net.supervisor.WorkerSupervisor;
import io.appinfra.net.ticker.Tickers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a service does in the web process and in a worker. The build has put a stand-in
 * for the docker command on the path.
 */
@Tag("full")
@TestInstance(Lifecycle.PER_CLASS)
class ServiceIT {

	private static final Duration LONG = Duration.ofSeconds(120);

	/**
	 * What ticks do, and what follows from it.
	 */
	private static final Set<String> OF_WORKER = Set.of("sent", "placed", "heard", "heard after commit",
			"heard by module", "import by tick");

	/**
	 * What the application does otherwise: once, wherever its beans are needed.
	 */
	private static final Set<String> OF_WEB_PROCESS = Set.of("scheduled", "received", "job", "own job", "runner",
			"import at start", "schema changed", "sessions removed", "embedded server", "exported", "managed", "ready",
			"refreshed", "component", "after singletons", "lifecycle");

	private Path directory;

	private final StartLog startLog = new StartLog();

	private Registry registry;

	private ConfigurableApplicationContext web;

	private Effects effects;

	private SharedMap<String> seen;

	@BeforeAll
	void start(@TempDir Path directory) throws Exception {
		this.directory = directory;
		this.registry = new Registry();
		SpringApplication application = new SpringApplication(ServiceApplication.class);
		application.addListeners(GenericApplicationListener.forEventType(ApplicationPreparedEvent.class,
				(prepared) -> this.startLog.begin()));
		this.web = application.run("--server.port=0", "--spring.application.name=shop",
				"--spring.docker.compose.file=" + Files.createFile(directory.resolve("compose.yaml")),
				"--spring.docker.compose.skip.in-tests=false", "--spring.jmx.enabled=true",
				"--spring.batch.jdbc.initialize-schema=always", "--spring.session.jdbc.initialize-schema=always",
				"--spring.session.jdbc.cleanup-cron=* * * * * *", "--spring.jpa.hibernate.ddl-auto=create-drop",
				"--spring.modulith.events.jdbc.schema-initialization.enabled=true",
				"--spring.modulith.events.republish-outstanding-events-on-restart=true",
				"--spring.quartz.job-store-type=memory", "--spring.cloud.compatibility-verifier.enabled=false",
				"--eureka.client.service-url.defaultZone=%s/eureka".formatted(this.registry.uri()),
				"--eureka.client.instance-info-replication-interval-seconds=1",
				"--eureka.client.initial-instance-info-replication-interval-seconds=1",
				"--spring.cloud.discovery.client.simple.instances.prices[0].uri=" + this.registry.uri(),
				"--appinfra.net.workers.default.properties.spring.datasource.hikari.maximum-pool-size=3");
		this.effects = this.web.getBean(Effects.class);
		this.seen = this.web.getBean(SharedState.class).map("seen", String.class);
		await(() -> this.effects.of(Role.WORKER, "placed") > 2);
	}

	@AfterAll
	void close() {
		this.startLog.end();
		if (this.web != null) {
			this.web.close();
		}
		this.registry.close();
	}

	private static void await(Callable<Boolean> condition) {
		Awaitility.await().atMost(LONG).until(condition);
	}

	@Test
	void tablesWhenWorkerStartsAndEndsKeepTheirRows() {
		assertThat(this.seen.get("shelves")).isEqualTo("2");
		assertThat(this.seen.get("open")).isEqualTo("true");
		assertThat(this.seen.get("queried")).isEqualTo("2");
		long before = this.web.getBean(Shelves.class).count();
		assertThat(before).isGreaterThan(2);
		String process = this.seen.get("process");
		assertThat(ProcessHandle.of(Long.parseLong(process)).orElseThrow().destroy()).isTrue();
		await(() -> !this.seen.get("process").equals(process));
		assertThat(this.web.getBean(Shelves.class).count()).isGreaterThanOrEqualTo(before);
	}

	@Test
	void listenersWhenTickPublishesHearInTheWorker() {
		await(() -> this.effects.of(Role.WORKER, "heard by module") > 2);
		assertThat(this.effects.of(Role.WORKER, "heard")).isPositive();
		assertThat(this.effects.of(Role.WORKER, "heard after commit")).isPositive();
		assertThat(this.effects.of(Role.WEB, "heard")).isZero();
		JdbcTemplate database = this.web.getBean(JdbcTemplate.class);
		await(() -> database.queryForObject("select count(*) from event_publication where completion_date is not null",
				Integer.class) > 2);
	}

	@Test
	void effectsOfWorkerAreWhatItsTicksDoAndWhatFollows() {
		await(() -> this.effects.of(Role.WEB).containsAll(OF_WEB_PROCESS));
		long ticks = Long.parseLong(this.seen.get("ticks"));
		await(() -> Long.parseLong(this.seen.get("ticks")) > ticks + 10);
		await(() -> this.effects.of(Role.WORKER).containsAll(OF_WORKER));
		assertThat(this.effects.of(Role.WORKER)).containsExactlyInAnyOrderElementsOf(OF_WORKER);
		assertThat(this.effects.of(Role.WEB)).containsExactlyInAnyOrderElementsOf(OF_WEB_PROCESS);
	}

	@Test
	void logWhenWorkerStartsSaysNothingOfWhatItIsMadeOf() {
		assertThat(this.startLog.loggers()).containsOnly("io.appinfra.net.worker.context.Unshared");
	}

	@Test
	void containersWhenWorkerNeedsThemAreThoseOfTheWebProcess() throws IOException {
		assertThat(Files.readAllLines(this.directory.resolve("callers")))
			.containsOnly(String.valueOf(ProcessHandle.current().pid()));
		assertThat(Files.readAllLines(this.directory.resolve("started"))).containsExactly("up");
	}

	@Test
	void registrationWhenTickerNeedsTheRegistryIsThatOfTheWebProcess() {
		await(() -> !this.registry.changes().isEmpty());
		assertThat(this.registry.changes()).containsOnly("POST /eureka/apps/SHOP");
		String process = this.seen.get("process");
		assertThat(ProcessHandle.of(Long.parseLong(process)).orElseThrow().destroy()).isTrue();
		await(() -> !this.seen.get("process").equals(process));
		assertThat(this.registry.changes()).containsOnly("POST /eureka/apps/SHOP");
	}

	@Test
	void clientWhenLoadBalancedFindsServiceByItsName() {
		assertThat(this.seen.get("price")).isEqualTo("42");
	}

	@Test
	void counterWhenTickIncreasesItIsInTheWebProcess() {
		MeterRegistry meters = this.web.getBean(MeterRegistry.class);
		await(() -> {
			Counter counter = meters.find("orders.placed").tags("kind", "book").counter();
			return counter != null && counter.count() > 2;
		});
		assertThat(this.web.getBean(Tickers.class).status("serviceTicker").failures())
			.as("Ticks that failed, except those in which a test ends the worker")
			.isLessThanOrEqualTo(this.web.getBean(WorkerSupervisor.class).worker("default").restarts());
	}

}
