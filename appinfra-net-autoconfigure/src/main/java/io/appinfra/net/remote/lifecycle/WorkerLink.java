package io.appinfra.net.remote.lifecycle;

import io.appinfra.net.remote.log.LoggerLevel;
import io.appinfra.net.remote.ticker.TickerLink;

/**
 * What can be sent to a worker's process that has connected. No method waits.
 */
public interface WorkerLink extends TickerLink {

	/**
	 * Send the new level of a logger.
	 * @param level the level
	 */
	void logLevel(LoggerLevel level);

}
