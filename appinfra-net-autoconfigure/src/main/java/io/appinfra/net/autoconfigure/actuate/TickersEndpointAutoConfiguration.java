package io.appinfra.net.autoconfigure.actuate;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

import io.appinfra.net.ConditionalOnRole;
import io.appinfra.net.Role;
import io.appinfra.net.actuate.TickersEndpoint;
import io.appinfra.net.actuate.TickersEndpointWebExtension;
import io.appinfra.net.autoconfigure.ticker.TickerAutoConfiguration;
import io.appinfra.net.cluster.Cluster;
import io.appinfra.net.cluster.ClusterTickers;
import io.appinfra.net.ticker.Tickers;

/**
 * Auto-configuration of the endpoint {@code tickers}.
 */
@AutoConfiguration(after = TickerAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnAvailableEndpoint(TickersEndpoint.class)
@ConditionalOnRole(Role.WEB)
public final class TickersEndpointAutoConfiguration {

	@Bean
	@ConditionalOnBean(Tickers.class)
	TickersEndpoint tickersEndpoint(Tickers tickers, ObjectProvider<Cluster> cluster) {
		return new TickersEndpoint(tickers, cluster.getIfAvailable() instanceof ClusterTickers owners ? owners : null);
	}

	@Bean
	@ConditionalOnBean(TickersEndpoint.class)
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
	TickersEndpointWebExtension tickersEndpointWebExtension(TickersEndpoint endpoint) {
		return new TickersEndpointWebExtension(endpoint);
	}

}
