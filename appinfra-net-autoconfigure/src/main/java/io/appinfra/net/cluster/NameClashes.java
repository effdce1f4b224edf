package io.appinfra.net.cluster;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.appinfra.net.cluster.Membership.Description;

/**
 * Reports other instances that have the name of this one. The one that started first
 * does: one that was killed and started again finds the lease of its former process.
 */
final class NameClashes {

	private static final Log logger = LogFactory.getLog(NameClashes.class);

	private final Set<String> reported = new HashSet<>();

	/**
	 * Report each other instance with the name of this one once.
	 * @param own the name of the life of this instance, {@code null} before it has one
	 * @param living the instances whose leases are not over, by the names of their lives
	 */
	void look(@Nullable String own, Map<String, Description> living) {
		Description self = (own != null) ? living.get(own) : null;
		if (self == null) {
			return;
		}
		living.forEach((owner, other) -> {
			if (other.instance().equals(self.instance()) && other.startedAt().isAfter(self.startedAt())
					&& this.reported.add(owner)) {
				report(other);
			}
		});
		this.reported.retainAll(living.keySet());
	}

	private static void report(Description other) {
		logger.warn(("Process %d on host '%s' has the name of this instance, '%s': endpoints and the console show the "
				+ "two as one. Give each instance another name in 'appinfra.net.cluster.instance', or none")
			.formatted(other.pid(), other.host(), other.instance()));
	}

}
