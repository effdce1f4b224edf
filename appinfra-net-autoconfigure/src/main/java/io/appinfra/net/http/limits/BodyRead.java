package io.appinfra.net.http.limits;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/**
 * Reads from the body of a request.
 *
 * @param <T> the type of what is read
 * @param <E> what is thrown if it cannot be read
 */
@FunctionalInterface
interface BodyRead<T extends @Nullable Object, E extends Exception> {

	T read() throws IOException, E;

}
