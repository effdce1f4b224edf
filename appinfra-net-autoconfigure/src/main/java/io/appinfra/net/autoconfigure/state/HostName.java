package io.appinfra.net.autoconfigure.state;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * The name of this host, by which instances are known to operators.
 */
public final class HostName {

	private HostName() {
	}

	/**
	 * Return the name.
	 * @return the name, {@code localhost} if the host does not know its own
	 */
	public static String get() {
		try {
			return InetAddress.getLocalHost().getHostName();
		}
		catch (UnknownHostException ex) {
			return "localhost";
		}
	}

}
