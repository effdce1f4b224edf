package io.appinfra.net.worker;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

import io.appinfra.net.remote.lifecycle.JvmReport;

/**
 * Says how this JVM is.
 */
final class JvmReports {

	/**
	 * Collectors that report work beside the application, and not of pauses.
	 */
	private static final Pattern CONCURRENT = Pattern.compile(".*(Concurrent.*|Cycles)");

	private JvmReports() {
	}

	static JvmReport now() {
		MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
		List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans()
			.stream()
			.filter((collector) -> pauses(collector.getName()))
			.toList();
		return new JvmReport(heap.getUsed(), heap.getMax(), ManagementFactory.getThreadMXBean().getThreadCount(),
				ProcessHandle.current().info().totalCpuDuration().map(Duration::toNanos).orElse(0L),
				collectors.stream().mapToLong(GarbageCollectorMXBean::getCollectionCount).sum(),
				collectors.stream().mapToLong(GarbageCollectorMXBean::getCollectionTime).sum());
	}

	static boolean pauses(String collector) {
		return !CONCURRENT.matcher(collector).matches();
	}

}
