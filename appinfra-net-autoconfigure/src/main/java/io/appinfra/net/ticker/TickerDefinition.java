package io.appinfra.net.ticker;

/**
 * A ticker that the application declares.
 *
 * @param name the name
 * @param settings what is configured for it
 */
public record TickerDefinition(String name, TickerSettings settings) {

	/**
	 * Return whether the ticker runs in a worker.
	 * @return whether the ticker runs in a worker
	 */
	public boolean inWorker() {
		return this.settings.runIn() == RunIn.WORKER;
	}

	/**
	 * Return whether the ticker runs in the given worker.
	 * @param worker the name of the worker
	 * @return whether the ticker runs there
	 */
	public boolean inWorker(String worker) {
		return inWorker() && this.settings.worker().equals(worker);
	}

}
