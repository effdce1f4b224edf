package io.appinfra.net.remote.ticker;

/**
 * The process that the tickers of a worker are in.
 *
 * @param link sends to the process
 * @param phase how far it is
 */
record RemoteProcess(TickerLink link, Phase phase) {

	RemoteProcess at(Phase phase) {
		return new RemoteProcess(this.link, phase);
	}

	/**
	 * How far a process is.
	 */
	enum Phase {

		/**
		 * Its tickers begin with what is known of them, and cannot be triggered yet.
		 */
		BEGUN,

		/**
		 * Its tickers have started.
		 */
		READY,

		/**
		 * It stops, and another one takes its place.
		 */
		REPLACED

	}

}
