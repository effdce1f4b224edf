package io.appinfra.net.shutdown;

import org.apache.coyote.http11.Http11NioProtocol;

/**
 * HTTP/1.1 of Tomcat, except that no connection is reset as its port closes. Tomcat
 * creates it by its name.
 */
public final class BacklogProtocol extends Http11NioProtocol {

	/**
	 * Create a protocol.
	 */
	public BacklogProtocol() {
		super(new BacklogEndpoint());
	}

}
