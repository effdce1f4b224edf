package io.appinfra.net.http.servlet;

import java.io.IOException;
import java.util.List;
import java.util.function.BiConsumer;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.util.Assert;
import org.springframework.web.context.request.async.AsyncWebRequest;
import org.springframework.web.context.request.async.WebAsyncManager;
import org.springframework.web.context.request.async.WebAsyncUtils;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.function.EntityResponse;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.appinfra.net.HandlerException;
import io.appinfra.net.http.error.HandlerFailures;
import io.appinfra.net.http.limits.AsyncTimeouts;

/**
 * Calls a handler, and writes its answer, whether it comes at once, asynchronously or as
 * an exception.
 */
class HandlerInvoker {

	private static final Log logger = LogFactory.getLog(HandlerInvoker.class);

	private static final @Nullable Class<?> COMPLETE_ENTITY = SpringAnswers.CURRENT.completeEntity();

	private static final String FAILURE_ATTRIBUTE = HandlerInvoker.class.getName() + ".FAILURE";

	private final HandlerFunction<ServerResponse> function;

	private final List<HttpMessageConverter<?>> converters;

	private final ServerResponse.Context context;

	private final JsonEntities jsonEntities;

	private final AsyncTimeouts timeouts;

	private final HandlerFailures failures;

	private final OpenStreams streams;

	private final BiConsumer<HttpServletRequest, HttpServletResponse> beforeAnswer;

	HandlerInvoker(HandlerFunction<ServerResponse> function, List<HttpMessageConverter<?>> converters,
			AsyncTimeouts timeouts, HandlerFailures failures, OpenStreams streams,
			BiConsumer<HttpServletRequest, HttpServletResponse> beforeAnswer) {
		this.function = function;
		this.converters = List.copyOf(converters);
		this.context = () -> this.converters;
		this.jsonEntities = new JsonEntities(this.converters);
		this.timeouts = timeouts;
		this.failures = failures;
		this.streams = streams;
		this.beforeAnswer = beforeAnswer;
	}

	/**
	 * Call the handler.
	 */
	void call(HttpServletRequest request, HttpServletResponse response) throws IOException {
		ServerResponse answer = null;
		try {
			ServerRequest serverRequest = ServerRequest.create(request, this.converters);
			request.setAttribute(RouterFunctions.REQUEST_ATTRIBUTE, serverRequest);
			answer = this.function.handle(serverRequest);
			write(answer, request, response);
		}
		catch (Throwable ex) {
			fail(ex, answer, request, response);
		}
	}

	/**
	 * Go on with a request that was asynchronous.
	 */
	void resume(HttpServletRequest request, HttpServletResponse response) throws IOException {
		WebAsyncManager asyncManager = WebAsyncUtils.getAsyncManager(request);
		if (request.getAttribute(FAILURE_ATTRIBUTE) instanceof Throwable failure) {
			this.failures.handle(failure, null, request, response);
		}
		else if (asyncManager.hasConcurrentResult()) {
			finish(asyncManager, request, response);
		}
		else {
			call(request, response);
		}
	}

	private void finish(WebAsyncManager asyncManager, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		Object result = asyncManager.getConcurrentResult();
		asyncManager.clearConcurrentResult();
		if (result instanceof Throwable failure) {
			this.failures.handle(failure, null, request, response);
		}
		else if (result instanceof ServerResponse answer) {
			try {
				write(answer, request, response);
			}
			catch (Throwable ex) {
				fail(ex, answer, request, response);
			}
		}
	}

	private void write(ServerResponse answer, HttpServletRequest request, HttpServletResponse response)
			throws Exception {
		this.beforeAnswer.accept(request, response);
		ModelAndView view = writeBody("HEAD".equals(request.getMethod()) ? HeadAnswer.of(answer) : answer, request,
				response);
		if (view != null) {
			throw new HandlerException(
					"A handler cannot render the view '%s'. Answer with a body, or use a @Controller."
						.formatted(view.getViewName()));
		}
	}

	private @Nullable ModelAndView writeBody(ServerResponse answer, HttpServletRequest request,
			HttpServletResponse response) throws Exception {
		if (answer.getClass() == COMPLETE_ENTITY) {
			nameContentType((EntityResponse<?>) answer, response);
			return answer.writeTo(request, response, this.context);
		}
		this.streams.watch(answer, request);
		return answer.writeTo(request, guard(answer, request, response), this.context);
	}

	private void nameContentType(EntityResponse<?> answer, HttpServletResponse response) {
		if (answer.headers().isEmpty() && response.getContentType() == null
				&& this.jsonEntities.get(answer.entity().getClass())) {
			response.setContentType(MediaType.APPLICATION_JSON_VALUE);
		}
	}

	/**
	 * Return a response that can no longer be written to once the container took it back
	 * from an asynchronous request (Jakarta Servlet 6.1 section 2.3.3.4).
	 */
	private HttpServletResponse guard(ServerResponse answer, HttpServletRequest request, HttpServletResponse response) {
		AsyncWebRequest asyncRequest = WebAsyncUtils.createAsyncWebRequest(request,
				LostClientResponse.of(request, response));
		asyncRequest.setTimeout(this.timeouts.of(answer));
		WebAsyncUtils.getAsyncManager(request).setAsyncWebRequest(asyncRequest);
		HttpServletResponse guarded = asyncRequest.getNativeResponse(HttpServletResponse.class);
		Assert.state(guarded != null, "No response");
		return guarded;
	}

	private void fail(Throwable failure, @Nullable ServerResponse answer, HttpServletRequest request,
			HttpServletResponse response) throws IOException {
		if (request.isAsyncStarted()) {
			failInDispatch(failure, request);
		}
		else {
			this.failures.handle(failure, answer, request, response);
		}
	}

	/**
	 * Handle what was thrown after the request became asynchronous in the dispatch that
	 * ends it: the container does not end such a request because of an exception.
	 */
	private static void failInDispatch(Throwable failure, HttpServletRequest request) {
		request.setAttribute(FAILURE_ATTRIBUTE, failure);
		try {
			request.getAsyncContext().dispatch();
		}
		catch (IllegalStateException ex) {
			logger.debug("Another thread has ended the request", ex);
		}
	}

}
