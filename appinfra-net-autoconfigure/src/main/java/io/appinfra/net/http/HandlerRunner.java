package io.appinfra.net.http;

import java.io.IOException;
import java.util.List;

import io.appinfra.net.HandlerException;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.util.Assert;
import org.springframework.web.context.request.async.AsyncWebRequest;
import org.springframework.web.context.request.async.WebAsyncManager;
import org.springframework.web.context.request.async.WebAsyncUtils;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * Runs a handler for a request: from the match of the router to the response that is
 * written, whether at once, asynchronously or as a problem detail.
 */
class HandlerRunner {

	private static final Log logger = LogFactory.getLog(HandlerRunner.class);

	private static final String FAILURE_ATTRIBUTE = HandlerRunner.class.getName() + ".FAILURE";

	private final HandlerFunction<ServerResponse> function;

	private final List<HttpMessageConverter<?>> converters;

	private final ServerResponse.Context context;

	private final RequestObservation observation;

	private final HandlerFailures failures;

	HandlerRunner(HandlerFunction<ServerResponse> function, List<HttpMessageConverter<?>> converters,
			RequestObservation observation, HandlerFailures failures) {
		this.function = function;
		this.converters = List.copyOf(converters);
		this.context = () -> this.converters;
		this.observation = observation;
		this.failures = failures;
	}

	void run(RouteMatch match, HttpServletRequest request, HttpServletResponse containerResponse) throws IOException {
		expose(match, request);
		WebAsyncManager asyncManager = WebAsyncUtils.getAsyncManager(request);
		HttpServletResponse response = guard(asyncManager, request, containerResponse);
		ServerResponse answer = null;
		try {
			answer = answer(asyncManager, request);
			if (answer != null) {
				write(answer, request, response);
			}
		}
		catch (Throwable ex) {
			if (request.isAsyncStarted()) {
				handleInDispatch(ex, request);
			}
			else {
				this.failures.handle(ex, answer, request, response);
			}
		}
	}

	private void expose(RouteMatch match, HttpServletRequest request) {
		ServletRequestPathUtils.setParsedRequestPath(match.path(), request);
		request.setAttribute(RouterFunctions.MATCHING_PATTERN_ATTRIBUTE, match.pattern());
		if (!match.variables().isEmpty()) {
			request.setAttribute(RouterFunctions.URI_TEMPLATE_VARIABLES_ATTRIBUTE, match.variables());
		}
		this.observation.pattern(request, match.pattern());
	}

	/**
	 * Return a response that can no longer be written to once the container took it back
	 * from an asynchronous request (Jakarta Servlet 6.1 section 2.3.3.4).
	 */
	private static HttpServletResponse guard(WebAsyncManager asyncManager, HttpServletRequest request,
			HttpServletResponse response) {
		AsyncWebRequest asyncRequest = WebAsyncUtils.createAsyncWebRequest(request, response);
		asyncManager.setAsyncWebRequest(asyncRequest);
		HttpServletResponse guarded = asyncRequest.getNativeResponse(HttpServletResponse.class);
		Assert.state(guarded != null, "No response");
		return guarded;
	}

	/**
	 * Return the answer, or {@code null} if the handler has written it asynchronously.
	 */
	private @Nullable ServerResponse answer(WebAsyncManager asyncManager, HttpServletRequest request) throws Throwable {
		if (request.getDispatcherType() == DispatcherType.ASYNC
				&& request.getAttribute(FAILURE_ATTRIBUTE) instanceof Throwable failure) {
			throw failure;
		}
		return asyncManager.hasConcurrentResult() ? takeResult(asyncManager) : call(request);
	}

	private static @Nullable ServerResponse takeResult(WebAsyncManager asyncManager) throws Throwable {
		Object result = asyncManager.getConcurrentResult();
		asyncManager.clearConcurrentResult();
		if (result instanceof Throwable ex) {
			throw ex;
		}
		return (ServerResponse) result;
	}

	private ServerResponse call(HttpServletRequest servletRequest) throws Exception {
		ServerRequest request = ServerRequest.create(servletRequest, this.converters);
		servletRequest.setAttribute(RouterFunctions.REQUEST_ATTRIBUTE, request);
		return this.function.handle(request);
	}

	/**
	 * Handle what was thrown after the request became asynchronous in the dispatch that
	 * ends it: the container does not end such a request because of an exception.
	 */
	private static void handleInDispatch(Throwable failure, HttpServletRequest request) {
		request.setAttribute(FAILURE_ATTRIBUTE, failure);
		try {
			request.getAsyncContext().dispatch();
		}
		catch (IllegalStateException ex) {
			logger.debug("Another thread has ended the request", ex);
		}
	}

	private void write(ServerResponse answer, HttpServletRequest request, HttpServletResponse response)
			throws Exception {
		ModelAndView view = answer.writeTo(request, response, this.context);
		if (view != null) {
			throw new HandlerException(
					"A handler cannot render the view '%s'. Answer with a body, or use a @Controller."
						.formatted(view.getViewName()));
		}
	}

}
