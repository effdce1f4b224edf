package io.appinfra.net.traffic;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three instances behind a load balancer, restarted one after the other while clients
 * send requests on kept and on new connections: {@code -Drolling-rounds} times each.
 */
@Tag("full")
class RollingRestartIT {

	private static final int ROUNDS = Integer.getInteger("rolling-rounds", 1);

	private static final int SIGTERM = 143;

	private final List<TrafficProcess> instances = new ArrayList<>();

	@TempDir
	Path directory;

	private List<Integer> ports;

	private String[] args;

	@AfterEach
	void stop() {
		this.instances.forEach(TrafficProcess::close);
	}

	/**
	 * nginx learns from refused connections alone, so a delay has no use: the port closes
	 * while nginx still has connections to each instance, and opens few.
	 */
	@Test
	void nginxWhenInstancesDrainHasNoFailedRequest() throws Exception {
		start();
		try (Balancer balancer = Balancer.nginx(program("nginx"), this.directory, this.ports)) {
			assertFailsNone(balancer);
		}
	}

	@Test
	void haproxyWhenInstancesDrainHasNoFailedRequest() throws Exception {
		start("--appinfra.net.shutdown.drain-delay=1s");
		try (Balancer balancer = Balancer.haproxy(program("haproxy"), this.directory, this.ports,
				"inter 200ms fall 1")) {
			assertFailsNone(balancer);
		}
	}

	@Test
	void haproxyWhenItsProbesNoticeAfterThreeSecondsHasNoFailedRequest() throws Exception {
		start("--appinfra.net.shutdown.drain-delay=5s");
		try (Balancer balancer = Balancer.haproxy(program("haproxy"), this.directory, this.ports, "inter 1s fall 3")) {
			assertFailsNone(balancer);
		}
	}

	/**
	 * What the others would find if the drain did nothing.
	 */
	@Test
	void nginxWhenInstancesDoNotDrainHasFailedRequests() throws Exception {
		start("--appinfra.net.shutdown.drain-quiet=0s", "--server.shutdown=immediate");
		try (Balancer balancer = Balancer.nginx(program("nginx"), this.directory, this.ports);
				Visitors visitors = visitors(balancer)) {
			restartEach(visitors);
			assertThat(visitors.failures()).isNotEmpty();
		}
	}

	private void assertFailsNone(Balancer balancer) throws Exception {
		Visitors visitors = visitors(balancer);
		try (visitors) {
			for (int round = 0; round < ROUNDS; round++) {
				restartEach(visitors);
			}
		}
		System.out.println("%d requests, %d failed".formatted(visitors.answered() + visitors.failures().size(),
				visitors.failures().size()));
		assertThat(visitors.failures()).as(balancer.log()).isEmpty();
	}

	private Visitors visitors(Balancer balancer) {
		Visitors visitors = new Visitors(balancer.port());
		for (String method : new String[] { "GET", "POST" }) {
			visitors.start(4, method, true);
			visitors.start(2, method, false);
		}
		this.instances.forEach(RollingRestartIT::awaitRequests);
		return visitors;
	}

	private void restartEach(Visitors visitors) throws Exception {
		for (int i = 0; i < this.instances.size(); i++) {
			this.instances.get(i).terminate();
			assertThat(this.instances.get(i).awaitExit()).isEqualTo(SIGTERM);
			long answered = visitors.answered();
			Awaitility.await().until(() -> visitors.answered() > answered + 10);
			this.instances.set(i, TrafficProcess.startAt(this.ports.get(i), this.args));
			awaitRequests(this.instances.get(i));
		}
	}

	private static void awaitRequests(TrafficProcess instance) {
		Awaitility.await().atMost(Duration.ofSeconds(180)).until(() -> instance.begun().size() > 100);
	}

	private void start(String... args) throws IOException {
		this.args = args;
		this.ports = Balancer.freePorts(3);
		for (int port : this.ports) {
			this.instances.add(TrafficProcess.startAt(port, args));
		}
		this.instances.forEach(TrafficProcess::port);
	}

	private static Path program(String name) {
		Assumptions.assumeTrue(Balancer.program(name).isPresent(), "There is no " + name);
		return Balancer.program(name).orElseThrow();
	}

}
