package io.appinfra.net.autoconfigure.http;

import java.time.Duration;

import org.springframework.util.unit.DataSize;

/**
 * Limits of all handlers that have none of their own. A negative value is no limit.
 */
public class HandlerDefaultsProperties {

	/**
	 * Size of a request body, above which the answer is 413.
	 */
	private DataSize maxBodySize = DataSize.ofMegabytes(10);

	/**
	 * Requests that a handler answers at once, above which the answer is 503.
	 */
	private int maxConcurrent = -1;

	/**
	 * Time in which a whole request body has to arrive, after which the answer is 408.
	 */
	private Duration readTimeout = Duration.ofSeconds(60);

	/**
	 * Size of what has to arrive of a request body each second, on average and after a
	 * grace of five seconds, below which the answer is 408.
	 */
	private DataSize minBodyRate = DataSize.ofBytes(240);

	/**
	 * Time in which a handler has to answer, after which it is interrupted and the answer
	 * is 503.
	 */
	private Duration timeout = Duration.ofMillis(-1);

	public DataSize getMaxBodySize() {
		return this.maxBodySize;
	}

	public void setMaxBodySize(DataSize maxBodySize) {
		this.maxBodySize = maxBodySize;
	}

	public int getMaxConcurrent() {
		return this.maxConcurrent;
	}

	public void setMaxConcurrent(int maxConcurrent) {
		this.maxConcurrent = maxConcurrent;
	}

	public Duration getReadTimeout() {
		return this.readTimeout;
	}

	public void setReadTimeout(Duration readTimeout) {
		this.readTimeout = readTimeout;
	}

	public DataSize getMinBodyRate() {
		return this.minBodyRate;
	}

	public void setMinBodyRate(DataSize minBodyRate) {
		this.minBodyRate = minBodyRate;
	}

	public Duration getTimeout() {
		return this.timeout;
	}

	public void setTimeout(Duration timeout) {
		this.timeout = timeout;
	}

}
