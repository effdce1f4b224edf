package io.appinfra.net.worker;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.appinfra.net.remote.lifecycle.JvmReport;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JvmReports}.
 */
class JvmReportsTests {

	@Test
	void nowSaysOfThisJvm() {
		JvmReport before = JvmReports.now();
		System.gc();
		JvmReport report = JvmReports.now();
		assertThat(report.heapUsed()).isPositive().isLessThan(report.heapMax());
		assertThat(report.threads()).isPositive();
		assertThat(report.cpuNanos()).isPositive().isGreaterThanOrEqualTo(before.cpuNanos());
		assertThat(report.gcPauses()).isGreaterThan(before.gcPauses());
		assertThat(report.gcMillis()).isGreaterThanOrEqualTo(before.gcMillis());
	}

	@ParameterizedTest
	@CsvSource({ "Copy,true", "MarkSweepCompact,true", "PS Scavenge,true", "G1 Young Generation,true",
			"G1 Old Generation,true", "G1 Concurrent GC,false", "ZGC Pauses,true", "ZGC Cycles,false",
			"ZGC Major Cycles,false", "ZGC Minor Pauses,true", "Shenandoah Pauses,true", "Shenandoah Cycles,false" })
	void pausesWhenCollectorWorksBesideTheApplicationIsFalse(String collector, boolean pauses) {
		assertThat(JvmReports.pauses(collector)).isEqualTo(pauses);
	}

}
