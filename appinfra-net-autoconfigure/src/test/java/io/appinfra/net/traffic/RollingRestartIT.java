package io.appinfra.net.traffic;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three instances behind load balancers, restarted one after the other while clients send
 * requests on kept and on new connections: {@code -Drolling-rounds} times each.
 */
@Tag("full")
class RollingRestartIT {

	private static final int ROUNDS = Integer.getInteger("rolling-rounds", 1);

	private static final int SIGTERM = 143;

	private final List<TrafficProcess> instances = new ArrayList<>();

	private final Map<String, Balancer> balancers = new TreeMap<>();

	private final Map<String, Visitors> visitors = new TreeMap<>();

	@TempDir
	Path directory;

	private List<Integer> ports;

	private String[] args;

	@AfterEach
	void stop() {
		this.balancers.values().forEach(Balancer::close);
		this.instances.forEach(TrafficProcess::close);
	}

	/**
	 * nginx learns from refused connections alone, so a delay has no use: the port closes
	 * while nginx still has connections to each instance, and opens few.
	 */
	@Test
	void nginxWhenInstancesDrainHasNoFailedRequest() throws Exception {
		Path nginx = program("nginx");
		start();
		this.balancers.put("nginx", Balancer.nginx(nginx, this.directory, this.ports));
		restartEach();
		assertNoneHasFailed();
	}

	/**
	 * HAProxy with probes that notice at once, or after three seconds, or that speaks
	 * HTTP/2 to the instances, all at the same time.
	 */
	@Test
	void haproxyWhenInstancesDrainHasNoFailedRequest() throws Exception {
		Path haproxy = program("haproxy");
		start("--appinfra.net.shutdown.drain-delay=5s", "--server.http2.enabled=true");
		this.balancers.put("quick probes", Balancer.haproxy(haproxy, this.directory, this.ports, "inter 200ms fall 1"));
		this.balancers.put("slow probes", Balancer.haproxy(haproxy, this.directory, this.ports, "inter 1s fall 3"));
		this.balancers.put("HTTP/2", Balancer.haproxyOverHttp2(haproxy, this.directory, this.ports, "inter 1s fall 3"));
		restartEach();
		assertNoneHasFailed();
	}

	/**
	 * What the others would find if the drain did nothing.
	 */
	@Test
	void nginxWhenInstancesDoNotDrainHasFailedRequests() throws Exception {
		Path nginx = program("nginx");
		start("--appinfra.net.shutdown.drain-quiet=0s", "--server.shutdown=immediate");
		this.balancers.put("nginx", Balancer.nginx(nginx, this.directory, this.ports));
		visit();
		for (int i = 0; i < this.instances.size() && failures().isEmpty(); i++) {
			restart(i);
		}
		end();
		assertThat(failures()).isNotEmpty();
	}

	private void assertNoneHasFailed() throws IOException {
		for (Map.Entry<String, Visitors> visitors : this.visitors.entrySet()) {
			List<String> failures = visitors.getValue().failures();
			System.out.println("%s: %d requests, %d failed".formatted(visitors.getKey(),
					visitors.getValue().answered() + failures.size(), failures.size()));
			assertThat(failures).as(this.balancers.get(visitors.getKey()).log()).isEmpty();
		}
	}

	private List<String> failures() {
		return this.visitors.values().stream().flatMap((visitors) -> visitors.failures().stream()).toList();
	}

	private void restartEach() throws Exception {
		visit();
		for (int round = 0; round < ROUNDS; round++) {
			for (int i = 0; i < this.instances.size(); i++) {
				restart(i);
			}
		}
		end();
	}

	private void visit() {
		this.balancers.forEach((name, balancer) -> {
			Visitors visitors = new Visitors(balancer.port());
			this.visitors.put(name, visitors);
			for (String method : new String[] { "GET", "POST" }) {
				visitors.start(4, method, true);
				visitors.start(2, method, false);
			}
		});
		this.instances.forEach(RollingRestartIT::awaitRequests);
	}

	private void end() {
		this.visitors.values().forEach(Visitors::close);
	}

	private void restart(int i) throws Exception {
		this.instances.get(i).terminate();
		assertThat(this.instances.get(i).awaitExit()).isEqualTo(SIGTERM);
		this.visitors.values().forEach((visitors) -> {
			long answered = visitors.answered();
			Awaitility.await().until(() -> visitors.answered() > answered + 10);
		});
		this.instances.set(i, TrafficProcess.startAt(this.ports.get(i), this.args));
		awaitRequests(this.instances.get(i));
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
