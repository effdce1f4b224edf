package io.appinfra.net.operations;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.ReflectionException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.appinfra.net.state.SharedState;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;
import static org.awaitility.Awaitility.await;

/**
 * The endpoints over JMX.
 */
class JmxIT {

	private static final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

	private static final Duration PATIENCE = Duration.ofSeconds(180);

	private static OperatedApplication application;

	@BeforeAll
	static void start() {
		application = OperatedApplication.start(WorkerApplication.class, "spring.jmx.enabled=true",
				"spring.jmx.default-domain=jmx-tests", "management.endpoints.jmx.domain=jmx-tests",
				"management.endpoints.jmx.exposure.include=*", "management.endpoint.sharedstate.show-values=always");
		awaitUp();
	}

	@AfterAll
	static void close() throws Exception {
		application.close();
		assertThat(server.queryNames(new ObjectName("jmx-tests:*"), null)).isEmpty();
	}

	@Test
	void tickersCanBeReadAndChanged() throws Exception {
		assertThat(invoke("Tickers", "tickers")).extracting("tickers", as(MAP)).containsOnlyKeys("holding");
		assertThat(invoke("Tickers", "change", "holding", "pause", null)).containsEntry("worker", "default");
		await().atMost(PATIENCE).until(() -> "PAUSED".equals(invoke("Tickers", "ticker", "holding").get("state")));
		assertThat(invoke("Tickers", "change", "holding", null, "30ms")).containsEntry("interval", "30ms");
		invoke("Tickers", "change", "holding", "resume", null);
		await().atMost(PATIENCE).until(() -> !"PAUSED".equals(invoke("Tickers", "ticker", "holding").get("state")));
		assertThat(invoke("Tickers", "ticker", "holding")).containsKey("recent");
	}

	@Test
	void changeThatMakesNoSenseIsRefusedWithReason() {
		assertThatExceptionOfType(ReflectionException.class)
			.isThrownBy(() -> invoke("Tickers", "change", "holding", "start", null))
			.havingRootCause()
			.withMessageContaining("There is no action 'start'");
		assertThatExceptionOfType(ReflectionException.class)
			.isThrownBy(() -> invoke("Workers", "change", "nobody", "restart"))
			.havingRootCause()
			.withMessageContaining("There is no worker 'nobody'");
	}

	@Test
	void workersCanBeReadAndRestarted() throws Exception {
		Object pid = awaitUp().get("pid");
		assertThat(invoke("Workers", "workers")).extracting("workers", as(MAP)).containsOnlyKeys("default");
		assertThat(invoke("Workers", "change", "default", "restart")).containsEntry("state", "STARTING");
		await().atMost(PATIENCE).until(() -> awaitUp().get("pid"), (next) -> !pid.equals(next));
	}

	@Test
	void handlersCanBeRead() throws Exception {
		assertThat(invoke("Handlers", "handlers")).containsOnlyKeys("handlers");
	}

	@Test
	void sharedStateCanBeRead() throws Exception {
		application.bean(SharedState.class).map("prices", Integer.class).put("ACME", 7);
		assertThat(invoke("Sharedstate", "sharedState")).containsOnlyKeys("maps", "counters", "locks");
		assertThat(invoke("Sharedstate", "map", "prices", 10)).containsEntry("entries", Map.of("ACME", 7));
		assertThat(invoke("Sharedstate", "map", "prices", null)).containsEntry("size", 1);
	}

	private static Map<String, Object> awaitUp() {
		return await().atMost(PATIENCE).until(JmxIT::worker, (worker) -> "UP".equals(worker.get("state")));
	}

	private static Map<String, Object> worker() throws Exception {
		return invoke("Workers", "worker", "default");
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> invoke(String endpoint, String operation, Object... arguments) throws Exception {
		ObjectName name = new ObjectName("jmx-tests:type=Endpoint,name=" + endpoint);
		String[] signature = Stream.of(arguments)
			.map((argument) -> ((argument instanceof Integer) ? Integer.class : String.class).getName())
			.toArray(String[]::new);
		return (Map<String, Object>) server.invoke(name, operation, arguments, signature);
	}

}
