package io.appinfra.net.autoconfigure.http;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of what all handlers share.
 */
@ConfigurationProperties("appinfra.net.http")
public class HttpProperties {

	/**
	 * Threads of the web server that may wait for request bodies at once, above which the
	 * answer is 503. By default half of the threads that the web server has; a negative
	 * value is no limit. Virtual threads of Tomcat have none.
	 */
	private @Nullable Integer maxWaitingThreads;

	public @Nullable Integer getMaxWaitingThreads() {
		return this.maxWaitingThreads;
	}

	public void setMaxWaitingThreads(@Nullable Integer maxWaitingThreads) {
		this.maxWaitingThreads = maxWaitingThreads;
	}

}
