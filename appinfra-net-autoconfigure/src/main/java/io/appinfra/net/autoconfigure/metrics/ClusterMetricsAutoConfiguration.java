package io.appinfra.net.autoconfigure.metrics;

import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

import io.appinfra.net.ConditionalOnRole;
import io.appinfra.net.Role;
import io.appinfra.net.autoconfigure.cluster.ClusterAutoConfiguration;
import io.appinfra.net.cluster.Cluster;
import io.appinfra.net.metrics.ClusterMetrics;

/**
 * Auto-configuration of the metrics of the cluster.
 */
@AutoConfiguration(after = ClusterAutoConfiguration.class)
@ConditionalOnClass(MeterBinder.class)
@ConditionalOnRole(Role.WEB)
public final class ClusterMetricsAutoConfiguration {

	@Bean
	@ConditionalOnBean(Cluster.class)
	ClusterMetrics clusterMetrics(ObjectProvider<Cluster> cluster) {
		return new ClusterMetrics(cluster);
	}

}
