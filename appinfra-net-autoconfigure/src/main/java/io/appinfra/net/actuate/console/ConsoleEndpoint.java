package io.appinfra.net.actuate.console;

import java.util.Objects;
import java.util.function.Function;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

import io.appinfra.net.actuate.Refusal;

/**
 * Endpoint with a page that shows the application live and changes its tickers and
 * workers. Needs Spring MVC. Safe for use by many threads.
 */
@WebEndpoint(id = "console")
public final class ConsoleEndpoint {

	private static final int STATUS_OK = 200;

	private static final int STATUS_FORBIDDEN = 403;

	private static final int STATUS_UNAVAILABLE = 503;

	private final ConsoleFiles files = new ConsoleFiles();

	private final ConsoleGuard guard = new ConsoleGuard();

	private final ConsoleFeed feed;

	private final ConsoleChanges changes;

	private final String application;

	private final boolean statistics;

	/**
	 * Create the endpoint.
	 * @param feed sends what the page shows
	 * @param changes what the page may change
	 * @param application the name of the application
	 * @param statistics whether there are statistics of requests
	 */
	public ConsoleEndpoint(ConsoleFeed feed, ConsoleChanges changes, String application, boolean statistics) {
		this.feed = feed;
		this.changes = changes;
		this.application = application;
		this.statistics = statistics;
	}

	/**
	 * Return the page.
	 * @return the page
	 */
	@ReadOperation(produces = MediaType.TEXT_HTML_VALUE)
	public Object page() {
		return this.files.page(request().getRequestURI());
	}

	/**
	 * Return a file of the page, its session, or its stream of events.
	 * @param part {@code session}, {@code events} or the name of a file
	 * @return the part, or {@code null} if there is none of that name
	 */
	@ReadOperation(produces = { "text/javascript", "text/css", "image/svg+xml", MediaType.TEXT_PLAIN_VALUE,
			MediaType.APPLICATION_JSON_VALUE, MediaType.TEXT_EVENT_STREAM_VALUE })
	public @Nullable Object part(@Selector String part) {
		return switch (part) {
			case "session" -> ofThePage(this::session);
			case "events" -> ofThePage((request) -> events());
			default -> this.files.file(part);
		};
	}

	private Object ofThePage(Function<HttpServletRequest, Object> answer) {
		HttpServletRequest request = request();
		return this.guard.isForeign(request)
				? json(STATUS_FORBIDDEN, new Refusal("The request comes from another site")) : answer.apply(request);
	}

	private Object events() {
		SseEmitter events = this.feed.open();
		return (events != null) ? events
				: json(STATUS_UNAVAILABLE, new Refusal("There are too many pages, or the application stops"));
	}

	private Object session(HttpServletRequest request) {
		boolean tickers = this.changes.mayChangeTickers();
		boolean workers = this.changes.mayChangeWorkers();
		boolean writable = tickers || workers;
		return json(STATUS_OK,
				new ConsoleSession(this.application, ProcessHandle.current().pid(), this.statistics, tickers, workers,
						writable ? this.guard.token(request) : null,
						writable ? ConsoleSession.Csrf.of(request) : null));
	}

	private static Object json(int status, OperationResponseBody body) {
		HttpHeaders headers = new HttpHeaders();
		ConsoleHeaders.add(headers);
		headers.setCacheControl("no-store");
		headers.setContentType(MediaType.APPLICATION_JSON);
		return ResponseEntity.status(status).headers(headers).body(body);
	}

	/**
	 * Do something with a ticker or a worker.
	 * @param kind {@code tickers} or {@code workers}
	 * @param name the name of the ticker or worker
	 * @param action as at the endpoint of that name, or {@code null}
	 * @param interval as at the endpoint of that name, or {@code null}
	 * @return as at the endpoint of that name; 403 with the reason if that may not be
	 * changed, or the request does not come from the page
	 */
	@WriteOperation
	public WebEndpointResponse<OperationResponseBody> change(@Selector String kind, String name,
			@Nullable String action, @Nullable String interval) {
		String reason = this.guard.refusal(request());
		return (reason != null) ? Refusal.forbidden(reason) : this.changes.change(kind, name, action, interval);
	}

	private static HttpServletRequest request() {
		ServletRequestAttributes attributes = (ServletRequestAttributes) RequestContextHolder.getRequestAttributes();
		return Objects.requireNonNull(attributes, "There is no request").getRequest();
	}

}
