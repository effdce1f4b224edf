package io.appinfra.net.autoconfigure.actuate;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

import io.appinfra.net.ConditionalOnRole;
import io.appinfra.net.Role;
import io.appinfra.net.actuate.ClusterEndpoint;
import io.appinfra.net.autoconfigure.cluster.ClusterAutoConfiguration;
import io.appinfra.net.cluster.Cluster;
import io.appinfra.net.cluster.StoreStatus;

/**
 * Auto-configuration of the endpoint {@code cluster}.
 */
@AutoConfiguration(after = ClusterAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnAvailableEndpoint(ClusterEndpoint.class)
@ConditionalOnRole(Role.WEB)
public final class ClusterEndpointAutoConfiguration {

	@Bean
	@ConditionalOnBean({ Cluster.class, StoreStatus.class })
	ClusterEndpoint clusterEndpoint(Cluster cluster, StoreStatus store) {
		return new ClusterEndpoint(cluster, store);
	}

}
