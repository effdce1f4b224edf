package io.appinfra.net.autoconfigure.health;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.context.annotation.Bean;

import io.appinfra.net.ConditionalOnRole;
import io.appinfra.net.Role;
import io.appinfra.net.autoconfigure.ticker.TickerAutoConfiguration;
import io.appinfra.net.health.TickersHealthIndicator;
import io.appinfra.net.health.TickersHealthLimits;
import io.appinfra.net.ticker.Tickers;

/**
 * Auto-configuration of the health of tickers.
 */
@AutoConfiguration(after = TickerAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnEnabledHealthIndicator.class)
@ConditionalOnEnabledHealthIndicator("tickers")
@ConditionalOnRole(Role.WEB)
@EnableConfigurationProperties(TickersHealthProperties.class)
public final class TickersHealthAutoConfiguration {

	@Bean
	@ConditionalOnBean(Tickers.class)
	TickersHealthIndicator tickersHealthIndicator(Tickers tickers, TickersHealthProperties properties) {
		return new TickersHealthIndicator(tickers, new TickersHealthLimits(properties.getFailures(),
				properties.getOverdueFactor(), properties.getOverdueMinimum()));
	}

}
