package io.appinfra.net.cluster;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.appinfra.net.cluster.coordinator.Coordinator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Coordinator} and {@link TickerRecord} by simulation.
 */
class ClusterSimulationTests {

	private static final Duration CALM = Duration.ofSeconds(45);

	@Test
	void ownersWhenInstancesStartAreSpreadEvenly() {
		Simulation simulation = new Simulation(1, 10, Duration.ofSeconds(1));
		simulation.start(3);
		simulation.run(CALM);
		assertSettled(simulation, 10);
	}

	@Test
	void tickWhenOwnerIsKilledGoesOnElsewhereWithinLeaseAndASecond() {
		for (long seed = 0; seed < 20; seed++) {
			Simulation simulation = new Simulation(seed, 9, Duration.ofSeconds(1));
			simulation.start(3);
			simulation.run(CALM.plusMillis(seed * 137));
			SimulatedInstance killed = simulation.any();
			Set<String> orphans = killed.running();
			long at = simulation.now();
			killed.kill();
			simulation.run(CALM);
			orphans.forEach((ticker) -> assertThat(simulation.ledger.firstAfter(ticker, at) - at).as(ticker)
				.isBetween(Simulation.LEASE * 7 / 10, Simulation.LEASE + Simulation.SECOND));
			assertSettled(simulation, 9);
		}
	}

	@Test
	void tickWhenItsHeirIsFrozenGoesOnElsewhereWithinASecondMore() {
		for (long seed = 0; seed < 20; seed++) {
			Simulation simulation = new Simulation(seed, 9, Duration.ofSeconds(1));
			List<SimulatedInstance> all = simulation.start(3);
			simulation.run(CALM.plusMillis(seed * 137));
			Set<String> orphans = all.get(0).running();
			long at = simulation.now();
			all.get(0).kill();
			simulation.run(Duration.ofNanos(Simulation.LEASE * 7 / 10));
			all.get(1).freeze(Simulation.LEASE * 8 / 10);
			simulation.run(CALM);
			orphans.forEach((ticker) -> assertThat(simulation.ledger.firstAfter(ticker, at) - at).as(ticker)
				.isBetween(Simulation.LEASE * 7 / 10, Simulation.LEASE + Simulation.SECOND * 3 / 2));
			assertSettled(simulation, 9);
		}
	}

	@Test
	void tickWhenOwnerDrainsIsNeverLate() {
		Simulation simulation = new Simulation(4, 12, Duration.ofSeconds(1));
		simulation.start(3);
		simulation.run(CALM);
		for (int i = 0; i < 6; i++) {
			SimulatedInstance leaving = simulation.any();
			Set<String> moved = leaving.running();
			long at = simulation.now();
			leaving.drain();
			simulation.start();
			simulation.run(CALM);
			moved.forEach((ticker) -> assertThat(simulation.ledger.firstAfter(ticker, at) - at).as(ticker)
				.isLessThan(Simulation.SECOND * 12 / 10));
			assertThat(leaving.isUp()).isFalse();
		}
		assertSettled(simulation, 12);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 2239 })
	void ticksWhenEverythingGoesWrongAreOnceEach(long seed) {
		Simulation simulation = new Simulation(seed, 20, Duration.ofSeconds(2));
		simulation.loss = 0.002;
		simulation.start(4);
		simulation.run(CALM);
		Faults faults = new Faults(simulation, 3, 8);
		for (int i = 0; i < 40; i++) {
			faults.next();
			simulation.run(Duration.ofMillis(200 + new Random(seed * 100 + i).nextInt(12_000)));
		}
		simulation.loss = 0;
		simulation.run(CALM.multipliedBy(2));
		assertSettled(simulation, 20);
	}

	@Test
	void ticksWhenInstancesFreezeForLessThanTheLeaseStayWhereTheyAre() {
		Simulation simulation = new Simulation(5, 9, Duration.ofSeconds(1));
		List<SimulatedInstance> all = simulation.start(3);
		simulation.run(CALM);
		Map<String, Set<String>> before = all.stream()
			.collect(Collectors.toMap(SimulatedInstance::name, SimulatedInstance::running));
		for (int i = 0; i < 30; i++) {
			simulation.any().freeze(Simulation.LEASE / 2);
			simulation.run(Duration.ofMillis(6_000 + simulation.random.nextInt(3_000)));
		}
		assertSettled(simulation, 9);
		assertThat(all).allSatisfy((one) -> assertThat(one.running()).isEqualTo(before.get(one.name())));
	}

	@Test
	void tickersWhenVersionsDifferAreOwnedByThoseWhoHaveThem() {
		Simulation simulation = new Simulation(7, 10, Duration.ofSeconds(1));
		Set<String> old = new TreeSet<>(simulation.tickers);
		old.remove("t000009");
		SimulatedInstance former = simulation.start(old);
		SimulatedInstance next = simulation.start();
		simulation.run(CALM.multipliedBy(3));
		assertThat(next.running()).contains("t000009").hasSize(5);
		assertThat(former.running()).hasSize(5);
		assertSettled(simulation, 10);
	}

	@Test
	void takeoverWhenThereAreManyTickersAsksOncePerTicker() {
		Simulation simulation = new Simulation(3, 300, Duration.ofHours(1));
		List<SimulatedInstance> all = simulation.start(30);
		simulation.run(CALM.multipliedBy(2));
		SimulatedInstance killed = all.get(0);
		long idle = commands(simulation, CALM);
		killed.kill();
		long takeover = commands(simulation, CALM) - idle;
		assertThat(takeover).isLessThan(4 * 10 + 8 * 30);
		assertSettled(simulation, 300);
	}

	private static long commands(Simulation simulation, Duration duration) {
		long before = simulation.store.commands();
		simulation.run(duration);
		return simulation.store.commands() - before;
	}

	static void assertSettled(Simulation simulation, int tickers) {
		assertThat(simulation.ledger.problems(simulation)).isEmpty();
		assertThat(simulation.owners()).hasSize(tickers).allSatisfy((ticker, count) -> assertThat(count).isOne());
		Collection<Integer> loads = simulation.loads().values();
		assertThat(Collections.max(loads) - Collections.min(loads)).as("%s", simulation.loads()).isLessThanOrEqualTo(1);
		assertThat(simulation.ledger.open()).isEqualTo(tickers);
	}

}
