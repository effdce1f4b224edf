package io.appinfra.net.http.servlet;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import io.appinfra.net.http.limits.WaitingThreads;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.http.converter.HttpMessageConverter;

/**
 * What all handlers of an application have in common.
 *
 * @param converters the message converters of the application
 * @param asyncTimeout until an asynchronous answer that does not say it itself has to be
 * complete, or {@code null} if the container says so
 * @param waitingThreads the threads that wait for request bodies
 * @param streams the streams that are open
 * @param connections what notifies clients whether to keep their connections
 * @param contexts what binds requests to the threads of their handlers
 * @param messages the messages of the application, among them texts of problem details
 */
public record HandlerSupport(Supplier<List<HttpMessageConverter<?>>> converters, @Nullable Duration asyncTimeout,
		WaitingThreads waitingThreads, OpenStreams streams, PersistentConnections connections, RequestContexts contexts,
		MessageSource messages) {

}
