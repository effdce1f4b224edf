package io.appinfra.net.metrics;

import io.micrometer.core.instrument.Gauge;
import org.jspecify.annotations.Nullable;

import io.appinfra.net.remote.meter.Amounts;
import io.appinfra.net.remote.meter.MeterKind;
import io.appinfra.net.remote.meter.MeterReport;

/**
 * The value of a gauge, when it is another one than before. Used by one thread at a time.
 */
final class PendingGauge implements Pending {

	private final Gauge gauge;

	private @Nullable Double atBegin;

	private @Nullable Double last;

	private boolean changed;

	PendingGauge(Gauge gauge) {
		this.gauge = gauge;
	}

	@Override
	public synchronized void begin() {
		this.atBegin = this.gauge.value();
	}

	@Override
	public synchronized @Nullable MeterReport take() {
		Double value = this.gauge.value();
		this.changed |= !value.equals(this.atBegin);
		if (value.equals(this.last)) {
			return null;
		}
		this.last = value;
		return MeterReports.of(this.gauge.getId(), MeterKind.GAUGE, null, value, Amounts.NONE, this.changed);
	}

}
