package io.appinfra.net.http.servlet;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.servlet.http.HttpServletRequest;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.http.MediaType;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.DeferredResultProcessingInterceptor;
import org.springframework.web.context.request.async.WebAsyncUtils;
import org.springframework.web.servlet.function.AsyncServerResponse;
import org.springframework.web.servlet.function.ServerResponse;

import io.appinfra.net.http.OpenConnections;

/**
 * The streams of server-sent events that are open. A stream that is ended gets no further
 * event, and its client connects again.
 */
public final class OpenStreams implements OpenConnections {

	private static final Log logger = LogFactory.getLog(OpenStreams.class);

	private final DeferredResultProcessingInterceptor watch = new Watch();

	private final Set<DeferredResult<?>> streams = ConcurrentHashMap.newKeySet();

	private volatile boolean ending;

	/**
	 * Watch an answer from the moment in which it becomes a stream, if it does.
	 * @param answer the answer, not written yet
	 * @param request the request that it answers
	 */
	void watch(ServerResponse answer, HttpServletRequest request) {
		if (isEventStream(answer)) {
			WebAsyncUtils.getAsyncManager(request).registerDeferredResultInterceptor(this.watch, this.watch);
		}
	}

	private static boolean isEventStream(ServerResponse answer) {
		return !(answer instanceof AsyncServerResponse)
				&& MediaType.TEXT_EVENT_STREAM.equalsTypeAndSubtype(answer.headers().getContentType());
	}

	@Override
	public void admit() {
		this.ending = false;
	}

	@Override
	public CompletableFuture<?> end() {
		this.ending = true;
		this.streams.forEach(OpenStreams::end);
		return CompletableFuture.completedFuture(null);
	}

	private static void end(DeferredResult<?> stream) {
		try {
			stream.setResult(null);
		}
		catch (RuntimeException ex) {
			logger.debug("A stream has ended by itself", ex);
		}
	}

	private final class Watch implements DeferredResultProcessingInterceptor {

		@Override
		public <T> void preProcess(NativeWebRequest request, DeferredResult<T> stream) {
			OpenStreams.this.streams.add(stream);
			if (OpenStreams.this.ending) {
				end(stream);
			}
		}

		@Override
		public <T> void afterCompletion(NativeWebRequest request, DeferredResult<T> stream) {
			OpenStreams.this.streams.remove(stream);
		}

	}

}
