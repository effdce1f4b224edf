package io.appinfra.net.differences;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.appinfra.net.autoconfigure.http.RawClient;
import io.appinfra.net.autoconfigure.http.TestServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The filters of Spring, and filters as applications have them, around handlers and
 * around controllers that do the same: they are called alike, see the same, and the
 * answers have the same header fields.
 */
@Tag("http")
class FilterDifferenceIT {

	private static final String FORM = "Content-Type: application/x-www-form-urlencoded";

	private static final String TEXT = "Content-Type: text/plain";

	private static final String PARTS = "Content-Type: multipart/form-data; boundary=b";

	private static final String PART = "--b\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n";

	private static final String JSON = "Content-Type: application/json";

	/**
	 * What Spring's functional endpoints do otherwise, as docs/handlers.md says.
	 */
	private static final Map<String, String> REASONED = Map.of("OPTIONS", "accept-patch:.*", "/events",
			"cache-control: no-cache", "/checked", "etag:.*", "Content-Type: nonsense", "accept:.*");

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.start(FilteredApplication.class, "spring.mvc.hiddenmethod.filter.enabled=true",
				"spring.web.locale=fr", "spring.web.locale-resolver=fixed", "server.forward-headers-strategy=framework",
				"server.compression.enabled=true");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	static Stream<Request> requestsWithoutBody() {
		return Stream.of("GET", "HEAD", "DELETE", "OPTIONS")
			.flatMap((method) -> Stream.of(new Request(method, "/echo?a=1&b=%C3%A4", ""),
					new Request(method, "/echo/", ""), new Request(method, "/items/1", ""),
					new Request(method, "/echo", "", "Accept-Language: de"), new Request(method, "/later", ""),
					new Request(method, "/redirect", ""), new Request(method, "/conflict", ""),
					new Request(method, "/tagged", ""), new Request(method, "/tagged", "", "If-None-Match: \"v1\""),
					new Request(method, "/checked", "", "If-None-Match: \"v1\""),
					new Request(method, "/checked", "", "If-Match: \"v1\""),
					new Request(method, "/checked", "", "If-Match: \"v2\""),
					new Request(method, "/echo", "", "Forwarded: host=public.example;proto=https;for=192.0.2.1"),
					new Request(method, "/redirect", "", "X-Forwarded-Host: public.example", "X-Forwarded-Prefix: /p"),
					new Request(method, "/echo", "", "Origin: https://good.example"),
					new Request(method, "/echo", "", "Origin: https://bad.example"),
					new Request(method, "/echo", "", "Origin: https://good.example",
							"Access-Control-Request-Method: PUT"),
					new Request(method, "/large", "", "Accept-Encoding: gzip"),
					new Request(method, "/resource", "", "Range: bytes=2-4"),
					new Request(method, "/resource", "", "Range: bytes=20-"), new Request(method, "/session", "")));
	}

	static Stream<Request> requestsWithShallowEtag() {
		return Stream.of("GET", "HEAD")
			.flatMap((method) -> Stream.of("/echo", "/later", "/large", "/conflict")
				.flatMap((path) -> Stream.of(new Request(method, path, "", FilteredApplication.SHALLOW_ETAG),
						new Request(method, path, "", FilteredApplication.SHALLOW_ETAG, "If-None-Match: *"))));
	}

	static Stream<Request> requestsWithBody() {
		String parts = PART.formatted("p", "x") + PART.formatted("_method", "PUT") + "--b--\r\n";
		Stream<Request> single = Stream.of(new Request("POST", "/echo", "a=%E4", FORM + ";charset=ISO-8859-1"),
				new Request("GET", "/events", ""), new Request("POST", "/events", ""),
				new Request("POST", "/json", "{\"name\":\"a\"}"), new Request("PUT", "/json", "{\"name\":\"a\"}"),
				new Request("POST", "/json", "abc", TEXT), new Request("PATCH", "/json", "abc", TEXT));
		Stream<Request> requests = Stream.of("POST", "PUT", "PATCH", "DELETE")
			.flatMap((method) -> Stream.of(new Request(method, "/echo", "a=b&a=%C3%A4&c", FORM),
					new Request(method, "/echo?z=9", "a=b&_method=PUT", FORM),
					new Request(method, "/echo", "a=b", FORM, FilteredApplication.PARAMETERS_FIRST),
					new Request(method, "/echo", parts, PARTS),
					new Request(method, "/echo", parts, PARTS, FilteredApplication.PARTS_FIRST),
					new Request(method, "/body", "abc", TEXT),
					new Request(method, "/body", "\u00c3\u00a4", TEXT + ";charset=utf-8"),
					new Request(method, "/body", "abc", TEXT, "Expect: 100-continue"),
					new Request(method, "/later", "abc", TEXT), new Request(method, "/conflict", "abc", TEXT),
					new Request(method, "/json", "{\"name\":\"a\"}", JSON),
					new Request(method, "/json", "{\"name\":", JSON),
					new Request(method, "/json", "abc", "Content-Type: nonsense")));
		return Stream.concat(single, requests).flatMap((request) -> Stream.of(request, request.chunked()));
	}

	@ParameterizedTest
	@MethodSource({ "requestsWithoutBody", "requestsWithShallowEtag", "requestsWithBody" })
	void requestIsFilteredAndAnsweredAsThatToController(Request request) throws IOException {
		server.context().getBean(FilteredApplication.Calls.class).takeAll();
		String expectedAnswer = request.exchange("/c");
		List<String> expectedCalls = calls();
		String answer = request.exchange("/h");
		assertThat(answer).isEqualTo(expectedAnswer);
		assertThat(calls()).isEqualTo(expectedCalls);
	}

	/**
	 * Return what has been called for the last request, once it has ended, up to the page
	 * that reports an error: a handler needs none.
	 */
	private static List<String> calls() {
		FilteredApplication.Calls calls = server.context().getBean(FilteredApplication.Calls.class);
		await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2)).until(calls::haveEnded);
		return calls.takeAll().stream().takeWhile((call) -> !call.contains("ERROR")).toList();
	}

	/**
	 * A request, to be sent to a handler and to a controller.
	 */
	record Request(String method, String path, String body, List<String> headers) {

		private static final String CHUNKED = "Transfer-Encoding: chunked";

		private static final Pattern CONTINUE = Pattern.compile("HTTP/1.1 100 .*\r\n\r\n");

		Request(String method, String path, String body, String... headers) {
			this(method, path, body, List.of(headers));
		}

		Request chunked() {
			return new Request(this.method, this.path, this.body,
					Stream.concat(Stream.of(CHUNKED), this.headers.stream()).toList());
		}

		String exchange(String prefix) throws IOException {
			boolean chunked = this.headers.contains(CHUNKED);
			StringBuilder text = new StringBuilder("%s %s%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
				.formatted(this.method, prefix, this.path));
			this.headers.forEach((header) -> text.append(header).append("\r\n"));
			if (!this.body.isEmpty() && !chunked) {
				text.append("Content-Length: %d\r\n".formatted(this.body.length()));
			}
			text.append("\r\n")
				.append(chunked ? "%x\r\n%s\r\n0\r\n\r\n".formatted(this.body.length(), this.body) : this.body);
			try (RawClient client = new RawClient(server.port())) {
				return normalize(client.send(text.toString()).readToEnd());
			}
		}

		/**
		 * Return status, header and, unless it is an error, the body. Of errors, the
		 * representation is another.
		 */
		private String normalize(String whole) {
			Matcher interim = CONTINUE.matcher(whole);
			String goOn = interim.lookingAt() ? interim.group() : "";
			String answer = whole.substring(goOn.length());
			int end = answer.indexOf("\r\n\r\n");
			boolean error = answer.matches("(?s)HTTP/1.1 [45].*");
			String head = answer.substring(0, end)
				.lines()
				.map((line) -> line.replaceAll("(JSESSIONID=)[^;]*", "$1"))
				.filter((line) -> !isIncidental(line.toLowerCase(Locale.ROOT), error))
				.filter((line) -> !isReasoned(line.toLowerCase(Locale.ROOT)))
				.map((line) -> line.startsWith("Allow: ") ? "Allow" : line)
				.sorted()
				.collect(Collectors.joining("\n"));
			return goOn + head.replace("/h/", "/c/") + "\n"
					+ (error ? "" : answer.substring(end).replace("/h/", "/c/"));
		}

		private static boolean isIncidental(String line, boolean error) {
			return line.startsWith("date:")
					|| (error && line.matches("(content-|transfer-encoding|cache-control|vary).*"));
		}

		private boolean isReasoned(String line) {
			return Stream.concat(Stream.of(this.method, this.path), this.headers.stream())
				.map(REASONED::get)
				.anyMatch((difference) -> difference != null && line.matches(difference));
		}

	}

}
