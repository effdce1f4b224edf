package io.appinfra.net.autoconfigure.cluster;

import java.time.Duration;
import java.util.Collection;
import java.util.function.Supplier;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.web.context.request.RequestContextHolder;

import io.appinfra.net.ConditionalOnRole;
import io.appinfra.net.Role;
import io.appinfra.net.autoconfigure.state.ClusterProperties;
import io.appinfra.net.autoconfigure.state.HostName;
import io.appinfra.net.autoconfigure.state.StateAutoConfiguration;
import io.appinfra.net.autoconfigure.ticker.ShutdownProperties;
import io.appinfra.net.autoconfigure.ticker.TickerAutoConfiguration;
import io.appinfra.net.cluster.Cluster;
import io.appinfra.net.cluster.ClusterGate;
import io.appinfra.net.cluster.ClusterNode;
import io.appinfra.net.cluster.GatedRuns;
import io.appinfra.net.cluster.StoreStatus;
import io.appinfra.net.cluster.Takeovers;
import io.appinfra.net.state.Lease;
import io.appinfra.net.state.StateSession;
import io.appinfra.net.supervisor.WorkerSupervisor;
import io.appinfra.net.ticker.TickerDefinition;
import io.appinfra.net.ticker.declaration.TickerDefinitions;
import io.appinfra.net.ticker.local.TickerGroup;

/**
 * Auto-configuration of the instances that share a store, and of tickers that tick in one
 * of them.
 */
@AutoConfiguration(after = StateAutoConfiguration.class, before = TickerAutoConfiguration.class)
@ConditionalOnRole(Role.WEB)
public final class ClusterAutoConfiguration {

	/**
	 * The lease ends here a tenth of it before it does for others: half of that is for
	 * ticks that end when they are asked to.
	 */
	private static final int PARTS_OF_LEASE_TO_END = 20;

	/**
	 * Create the gate of tickers.
	 * @param session this instance at the store
	 * @return the gate, {@code null} if no other instance can see the store
	 */
	@Bean
	@Nullable ClusterGate clusterGate(StateSession session) {
		if (session.store().lease().isZero()) {
			return null;
		}
		return new ClusterGate(session.store(), (owner) -> {
			Lease lease = session.lease();
			return owner.equals(session.owner()) ? lease.remaining() : Duration.ZERO;
		});
	}

	@Bean
	@ConditionalOnMissingBean
	Cluster cluster(StateSession session, ObjectProvider<ClusterGate> gates, TickerDefinitions definitions,
			TickerGroup group, WorkerSupervisor workers, ClusterProperties properties,
			ObjectProvider<Takeovers> takeovers, ObjectProvider<CurrentUser> user) {
		ClusterGate gate = gates.getIfAvailable();
		if (gate == null) {
			return new LocalCluster(session.instance(), HostName.get());
		}
		Collection<TickerDefinition> tickers = definitions.matching(TickerDefinition::inCluster);
		Takeovers counted = takeovers.getIfAvailable(() -> (ticker, reason) -> {
		});
		GroupOfTickers own = new GroupOfTickers(group, workers, tickers,
				session.store().lease().dividedBy(PARTS_OF_LEASE_TO_END));
		return new ClusterNode(session, HostName.get(), tickers, new GatedRuns(own, gate), properties.isBalance(),
				counted, currentUser(user));
	}

	private static Supplier<@Nullable String> currentUser(ObjectProvider<CurrentUser> users) {
		CurrentUser user = users.getIfAvailable();
		return (user != null) ? user::name : () -> null;
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ RequestContextHolder.class, HttpServletRequest.class })
	static class UserOfRequestConfiguration {

		@Bean
		CurrentUser currentUser() {
			return new UserOfRequest();
		}

	}

	@Bean
	StoreStatus storeStatus(StateSession session, Environment environment) {
		return new StoreStatus(session, environment.getProperty("appinfra.net.state.store", "local"));
	}

	@Bean
	ClusterLifecycle clusterLifecycle(Cluster cluster, ShutdownProperties shutdown) {
		return new ClusterLifecycle((cluster instanceof ClusterNode node) ? node : null, shutdown.getTickTimeout());
	}

}
