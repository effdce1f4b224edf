package io.appinfra.net.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Many instances with one store in one thread and in simulated time, all of whose chance
 * comes from one seed. The instances have the project's own coordinator and records; the
 * network delays and loses what goes to and fro, and instances are frozen, cut off,
 * killed and replaced.
 */
final class Simulation {

	static final long MILLI = 1_000_000;

	static final long SECOND = 1_000 * MILLI;

	static final long LEASE = Duration.ofSeconds(10).toNanos();

	static final long TIMEOUT = 2 * SECOND;

	private final PriorityQueue<Step> steps = new PriorityQueue<>(
			Comparator.comparingLong(Step::at).thenComparingLong(Step::order));

	private final Map<String, SimulatedInstance> instances = new TreeMap<>();

	final Random random;

	final SimulatedStore store = new SimulatedStore(this);

	final Ledger ledger = new Ledger();

	final Set<String> tickers;

	final long interval;

	double loss;

	private long now;

	private long order;

	private int started;

	Simulation(long seed, int tickers, Duration interval) {
		this.random = new Random(seed);
		this.tickers = IntStream.range(0, tickers)
			.mapToObj("t%06d"::formatted)
			.collect(Collectors.toCollection(TreeSet::new));
		this.interval = interval.toNanos();
	}

	long now() {
		return this.now;
	}

	/**
	 * Return the clock of the store.
	 * @return the time in microseconds
	 */
	long micros() {
		return 1_000_000_000_000L + this.now / 1_000;
	}

	void after(long delay, Runnable action) {
		this.steps.add(new Step(this.now + Math.max(0, delay), this.order++, action));
	}

	void run(Duration duration) {
		long end = this.now + duration.toNanos();
		while (!this.steps.isEmpty() && this.steps.peek().at() <= end) {
			Step step = this.steps.poll();
			this.now = step.at();
			step.action().run();
		}
		this.now = end;
	}

	SimulatedInstance start() {
		return start(this.tickers);
	}

	SimulatedInstance start(Set<String> tickers) {
		SimulatedInstance instance = new SimulatedInstance(this, "i%05d".formatted(this.started++), tickers);
		this.instances.put(instance.name(), instance);
		instance.start();
		return instance;
	}

	List<SimulatedInstance> start(int count) {
		List<SimulatedInstance> all = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			all.add(start());
		}
		return all;
	}

	void ended(SimulatedInstance instance) {
		this.instances.remove(instance.name());
	}

	List<SimulatedInstance> running() {
		return this.instances.values().stream().filter(SimulatedInstance::isUp).toList();
	}

	SimulatedInstance any() {
		List<SimulatedInstance> running = running();
		return running.get(this.random.nextInt(running.size()));
	}

	/**
	 * Return how many tickers each running instance ticks.
	 * @return the counts by instance
	 */
	Map<String, Integer> loads() {
		Map<String, Integer> loads = new LinkedHashMap<>();
		running().forEach((instance) -> loads.put(instance.name(), instance.runs()));
		return loads;
	}

	Map<String, Integer> owners() {
		Map<String, Integer> owners = new HashMap<>();
		running().forEach((instance) -> instance.running().forEach((ticker) -> owners.merge(ticker, 1, Integer::sum)));
		return owners;
	}

	private record Step(long at, long order, Runnable action) {

	}

}
