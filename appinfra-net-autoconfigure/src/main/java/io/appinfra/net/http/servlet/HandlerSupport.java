package io.appinfra.net.http.servlet;

import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.servlet.LocaleResolver;

import io.appinfra.net.http.limits.WaitingThreads;

/**
 * What all handlers of an application have in common.
 *
 * @param converters the message converters of the application
 * @param asyncTimeout until an asynchronous answer that does not say it itself has to be
 * complete, or {@code null} if the container says so
 * @param waitingThreads the threads that wait for request bodies
 * @param streams the streams that are open
 * @param beforeAnswer what is done to each response before an answer is written to it
 * @param localeResolver the resolver of the application, or {@code null} if a request
 * says its locale itself
 * @param messages the messages of the application, among them texts of problem details
 */
public record HandlerSupport(Supplier<List<HttpMessageConverter<?>>> converters, @Nullable Duration asyncTimeout,
		WaitingThreads waitingThreads, OpenStreams streams,
		BiConsumer<HttpServletRequest, HttpServletResponse> beforeAnswer,
		Supplier<@Nullable LocaleResolver> localeResolver, MessageSource messages) {

}
