package io.appinfra.net.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * The laws of growth in the documentation, held against the simulation. To draw the
 * pictures anew run this test with {@code -Dcurves=draw};
 * {@code -Dcurves.instances=10000} and {@code -Dcurves.tickers=100000} make the cluster
 * with faults larger, which takes long.
 */
@Tag("full")
class ClusterCurvesIT {

	private static final Path DIRECTORY = Path.of("..", "docs", "curves");

	private static final Duration SETTLED = Duration.ofSeconds(45);

	private static final Duration OBSERVED = Duration.ofSeconds(40);

	private static final double LEASE = 10;

	/**
	 * Renewals, looks at the leases and readings of all records by three instances of the
	 * sample application, as Redis 7 has seen them in 40 s, for each second.
	 */
	private static final double MEASURED_ON_REDIS = 105 / 40.0;

	/**
	 * What 30 instances, of which one that owned 10 tickers was killed, have asked Redis
	 * 7 in the 40 s since then, without what the others ask in 40 s anyway.
	 */
	private static final int TAKEOVER_ON_REDIS = 1180 - 1131;

	@Test
	void commandsOfIdleInstancesGrowWithTheirNumber() throws IOException {
		Curve curve = new Curve("Commands of idle instances with a lease of 10 s", "per second, by their number",
				(instances) -> 9 * instances / LEASE);
		for (int instances : new int[] { 3, 10, 30, 100, 300 }) {
			Simulation simulation = new Simulation(1, 10, Duration.ofDays(1));
			simulation.start(instances);
			simulation.run(SETTLED);
			curve.simulated(instances, commands(simulation, OBSERVED) / (double) OBSERVED.toSeconds());
		}
		curve.measured(3, MEASURED_ON_REDIS);
		assertHolds(curve, 0.1);
		assertDrawn("idle", curve);
	}

	@Test
	void commandsOfATakeoverGrowWithItsTickersAndNotWithBoth() throws IOException {
		int instances = 30;
		Curve curve = new Curve("Commands when one of 30 instances is killed", "in all, by the number of its tickers",
				(tickers) -> 2 * (tickers + instances));
		for (int tickers : new int[] { 1, 3, 10, 30, 100 }) {
			Simulation simulation = new Simulation(1, instances * tickers, Duration.ofDays(1));
			List<SimulatedInstance> all = simulation.start(instances);
			simulation.run(SETTLED.multipliedBy(2));
			long idle = commands(simulation, OBSERVED);
			all.get(0).kill();
			long others = idle * (instances - 1) / instances;
			curve.simulated(tickers, commands(simulation, OBSERVED) - others);
		}
		curve.measured(10, TAKEOVER_ON_REDIS);
		assertHolds(curve, 0.4);
		assertDrawn("takeover", curve);
	}

	@Test
	void tickersOfALargeClusterWithFaultsAreOnceEach() {
		int instances = Integer.getInteger("curves.instances", 100);
		int tickers = Integer.getInteger("curves.tickers", 1_000);
		long began = System.nanoTime();
		Simulation simulation = new Simulation(1, tickers, Duration.ofSeconds(10));
		List<SimulatedInstance> all = simulation.start(instances);
		simulation.run(SETTLED);
		ClusterSimulationTests.assertSettled(simulation, tickers);
		long idle = commands(simulation, OBSERVED);
		all.get(0).kill();
		all.get(1).kill();
		all.get(2).freeze(2 * Simulation.LEASE);
		all.get(3).freeze(Simulation.LEASE / 2);
		all.get(4).cutOff(2 * Simulation.LEASE);
		all.get(5).drain();
		simulation.start(3);
		long faults = commands(simulation, OBSERVED) - idle;
		simulation.run(SETTLED);
		ClusterSimulationTests.assertSettled(simulation, tickers);
		System.out.printf(Locale.ROOT,
				"%d instances, %d tickers: %d ticks, %d commands in %d s, %d more with six faults, simulated in %d s%n",
				instances, tickers, simulation.ledger.ticks(), idle, OBSERVED.toSeconds(), faults,
				Duration.ofNanos(System.nanoTime() - began).toSeconds());
	}

	private static long commands(Simulation simulation, Duration duration) {
		long before = simulation.store.commands();
		simulation.run(duration);
		return simulation.store.commands() - before;
	}

	private static void assertHolds(Curve curve, double tolerance) {
		curve.simulated()
			.forEach((x, y) -> assertThat(y).as("at %s", x).isCloseTo(curve.law(x), within(tolerance * curve.law(x))));
	}

	private static void assertDrawn(String name, Curve curve) throws IOException {
		Path file = DIRECTORY.resolve(name + ".svg");
		String svg = curve.toSvg();
		if ("draw".equals(System.getProperty("curves"))) {
			Files.createDirectories(DIRECTORY);
			Files.writeString(file, svg);
		}
		assertThat(file).hasContent(svg);
	}

}
