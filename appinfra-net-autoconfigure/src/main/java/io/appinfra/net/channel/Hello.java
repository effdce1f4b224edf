package io.appinfra.net.channel;

/**
 * Who connects, and what for.
 *
 * @param protocol the version of the protocol
 * @param token what the web process gave to the worker, to be known by
 * @param purpose what the connection carries
 */
public record Hello(int protocol, String token, Purpose purpose) {

	/**
	 * The version of the protocol that this code speaks. Both ends come from the same
	 * class path, so another version is a mistake.
	 */
	public static final int PROTOCOL = 1;

	/**
	 * What a connection carries.
	 */
	public enum Purpose {

		/**
		 * Configuration, signs of life, tickers and the stop.
		 */
		CONTROL,

		/**
		 * Operations on the shared state.
		 */
		STATE

	}

}
