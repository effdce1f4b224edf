package io.appinfra.net.autoconfigure.startup;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

import io.appinfra.net.ConditionalOnRole;
import io.appinfra.net.Role;
import io.appinfra.net.autoconfigure.http.HandlerAutoConfiguration;
import io.appinfra.net.autoconfigure.ticker.TickerAutoConfiguration;
import io.appinfra.net.http.Handlers;
import io.appinfra.net.ticker.Tickers;

/**
 * Auto-configuration of the line that the web process logs when it is ready.
 */
@AutoConfiguration(after = { HandlerAutoConfiguration.class, TickerAutoConfiguration.class })
@ConditionalOnRole(Role.WEB)
public final class StartupAutoConfiguration {

	@Bean
	@ConditionalOnBean(Tickers.class)
	StartupLog startupLog(ApplicationContext context, ObjectProvider<Handlers> handlers, Tickers tickers) {
		return new StartupLog(context, handlers, tickers);
	}

}
