package io.appinfra.net.autoconfigure.health;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.context.annotation.Bean;

import io.appinfra.net.autoconfigure.cluster.ClusterAutoConfiguration;
import io.appinfra.net.cluster.Cluster;
import io.appinfra.net.cluster.StoreStatus;
import io.appinfra.net.health.ClusterHealthIndicator;

/**
 * Auto-configuration of the health of the cluster.
 */
@AutoConfiguration(after = ClusterAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnEnabledHealthIndicator.class)
@ConditionalOnEnabledHealthIndicator("cluster")
public final class ClusterHealthAutoConfiguration {

	@Bean
	@ConditionalOnBean({ Cluster.class, StoreStatus.class })
	ClusterHealthIndicator clusterHealthIndicator(Cluster cluster, StoreStatus store) {
		return new ClusterHealthIndicator(cluster, store);
	}

}
