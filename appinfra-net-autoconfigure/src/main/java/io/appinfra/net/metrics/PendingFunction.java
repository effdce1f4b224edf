package io.appinfra.net.metrics;

import java.util.List;
import java.util.function.DoubleSupplier;

import io.micrometer.core.instrument.Meter;
import org.jspecify.annotations.Nullable;

import io.appinfra.net.remote.meter.Amounts;
import io.appinfra.net.remote.meter.MeterKind;
import io.appinfra.net.remote.meter.MeterReport;

/**
 * By how much a count that somebody else keeps, and its total, have grown.
 */
final class PendingFunction implements Pending {

	private final Meter.Id id;

	private final MeterKind kind;

	private final DoubleSupplier count;

	private final DoubleSupplier total;

	private double lastCount;

	private double lastTotal;

	PendingFunction(Meter.Id id, MeterKind kind, DoubleSupplier count, DoubleSupplier total) {
		this.id = id;
		this.kind = kind;
		this.count = count;
		this.total = total;
	}

	@Override
	public synchronized void begin() {
		this.lastCount = this.count.getAsDouble();
		this.lastTotal = this.total.getAsDouble();
	}

	@Override
	public synchronized @Nullable MeterReport take() {
		double count = this.count.getAsDouble();
		double total = this.total.getAsDouble();
		double increase = count - this.lastCount;
		Amounts amounts = new Amounts(0, List.of(new Amounts.Group((long) increase, total - this.lastTotal)));
		this.lastCount = count;
		this.lastTotal = total;
		return (increase > 0) ? MeterReports.of(this.id, this.kind, null, increase, amounts, true) : null;
	}

}
