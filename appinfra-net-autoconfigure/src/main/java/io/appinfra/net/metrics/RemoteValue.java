package io.appinfra.net.metrics;

import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;

/**
 * What a meter of the web process shows of a worker. Safe for use by many threads.
 */
final class RemoteValue {

	private double count;

	private double total;

	private boolean asked;

	synchronized void set(double value) {
		this.count = value;
	}

	synchronized void add(double count, double total) {
		this.count += count;
		this.total += total;
	}

	synchronized double count() {
		this.asked = true;
		return this.count;
	}

	synchronized double total() {
		return this.total;
	}

	/**
	 * Return whether a meter shows this value. Registries return the meter that is there
	 * where one is registered a second time.
	 */
	synchronized boolean isShownBy(Meter meter) {
		this.asked = false;
		meter.measure().forEach(Measurement::getValue);
		return this.asked;
	}

}
