package io.appinfra.net.metrics;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * The timers {@code appinfra.state.operations} of the operations on a store. Safe for use
 * by many threads.
 */
public final class StateOperationMeters implements MeterBinder {

	private final List<Map<Operation, Map<Outcome, Timer>>> timers = new CopyOnWriteArrayList<>();

	private final String store;

	/**
	 * Create meters.
	 * @param store the kind of the store
	 */
	public StateOperationMeters(String store) {
		this.store = store;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Map<Operation, Map<Outcome, Timer>> timers = new EnumMap<>(Operation.class);
		for (Operation operation : Operation.values()) {
			Map<Outcome, Timer> outcomes = new EnumMap<>(Outcome.class);
			for (Outcome outcome : Outcome.values()) {
				outcomes.put(outcome, timer(operation, outcome, registry));
			}
			timers.put(operation, outcomes);
		}
		this.timers.add(timers);
	}

	private Timer timer(Operation operation, Outcome outcome, MeterRegistry registry) {
		return Timer.builder("appinfra.state.operations")
			.description("Operations on the store of the shared state")
			.tag("store", this.store)
			.tag("operation", TagValues.of(operation))
			.tag("outcome", TagValues.of(outcome))
			.register(registry);
	}

	void record(Operation operation, Outcome outcome, long nanos) {
		for (Map<Operation, Map<Outcome, Timer>> timers : this.timers) {
			timers.get(operation).get(outcome).record(nanos, TimeUnit.NANOSECONDS);
		}
	}

	/**
	 * What is asked of a store.
	 */
	enum Operation {

		GET, ENTRIES, SIZE, PUT, PUT_ALL, COMPARE_AND_SET, REMOVE, CLEAR, COUNT, SET_COUNT, ADD_AND_GET,
		COMPARE_AND_SET_COUNT, LOCK, UNLOCK, RENEW

	}

	/**
	 * How an operation has ended.
	 */
	enum Outcome {

		/**
		 * It was carried out.
		 */
		DONE,

		/**
		 * It was not carried out, for certain.
		 */
		REFUSED,

		/**
		 * It may have been carried out.
		 */
		UNKNOWN

	}

}
