package io.appinfra.net.autoconfigure.startup;

import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;

import io.appinfra.net.http.Handlers;
import io.appinfra.net.ticker.TickerStatus;
import io.appinfra.net.ticker.Tickers;

/**
 * Says once, when the application is ready, what handlers and tickers it has.
 */
final class StartupLog implements ApplicationListener<ApplicationReadyEvent> {

	private static final Log logger = LogFactory.getLog(StartupLog.class);

	private final ApplicationContext context;

	private final ObjectProvider<Handlers> handlers;

	private final Tickers tickers;

	StartupLog(ApplicationContext context, ObjectProvider<Handlers> handlers, Tickers tickers) {
		this.context = context;
		this.handlers = handlers;
		this.tickers = tickers;
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		if (event.getApplicationContext() != this.context) {
			return;
		}
		Handlers handlers = this.handlers.getIfAvailable();
		List<TickerStatus> tickers = this.tickers.names().stream().map(this.tickers::status).toList();
		if (logger.isInfoEnabled()) {
			logger.info(StartupSummary.line(count(handlers), tickers));
		}
		if (logger.isDebugEnabled()) {
			logger.debug(StartupSummary.table((handlers != null) ? handlers.describe() : List.of(), tickers));
		}
	}

	private static @Nullable Integer count(@Nullable Handlers handlers) {
		return (handlers != null) ? handlers.size() : null;
	}

}
