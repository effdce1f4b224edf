package io.appinfra.net.http;

/**
 * A body that the handler reads from where it is.
 */
@FunctionalInterface
interface LeftBody extends BodySink {

	@Override
	default void take(BodyReception reception, byte[] bytes, int length) {
		throw new UnsupportedOperationException();
	}

}
