package io.appinfra.net.autoconfigure.actuate;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.EndpointAccessResolver;
import org.springframework.boot.actuate.endpoint.EndpointId;

/**
 * What the console may see and change: what the access of the endpoint for it allows, and
 * its own.
 *
 * @param resolver knows the access of endpoints
 */
record ConsoleAccess(EndpointAccessResolver resolver) {

	<T> @Nullable T readable(String endpoint, ObjectProvider<T> bean) {
		return (access(endpoint) != Access.NONE) ? bean.getIfAvailable() : null;
	}

	<T> @Nullable T writable(String endpoint, ObjectProvider<T> bean) {
		return (access(endpoint).cap(access("console")) == Access.UNRESTRICTED) ? bean.getIfAvailable() : null;
	}

	private Access access(String endpoint) {
		return this.resolver.accessFor(EndpointId.of(endpoint), Access.UNRESTRICTED);
	}

}
