package io.appinfra.net.autoconfigure.ticker;

import java.util.Arrays;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.Ticker;

/**
 * An application with one ticker, {@code feed}, which ticks every minute.
 */
@Configuration(proxyBeanMethods = false)
public class FeedConfiguration {

	@Bean
	@Tick(interval = "1m")
	Ticker feed() {
		return (tick) -> {
		};
	}

	/**
	 * Return properties of tickers, which semicolons separate, with their prefix.
	 */
	static String[] properties(String properties) {
		return Arrays.stream(properties.split(";")).map("appinfra.net.tickers."::concat).toArray(String[]::new);
	}

}
