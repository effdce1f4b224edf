package io.appinfra.net.integration;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring Security around handlers and around controllers that do the same: it decides as
 * often and alike, both see the same user, and the answers have the same header fields.
 */
class SecurityDifferenceIT {

	private static final String KEEPER = RawServer.as("keeper");

	private static final String TOKEN = "Cookie: XSRF-TOKEN=abc";

	private static final String FORM = "Content-Type: application/x-www-form-urlencoded";

	private static final Pattern SESSION = Pattern.compile("Set-Cookie: (JSESSIONID=\\w+)");

	private static RawServer server;

	@BeforeAll
	static void start() {
		server = RawServer.start(new Class<?>[] { SecuredApplication.class });
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	static Stream<Request> requests() {
		Stream<Request> withoutBody = Stream.of("GET", "HEAD", "OPTIONS", "DELETE", "TRACE")
			.flatMap((method) -> Stream.of("/who", "/later", "/open", "/method", "/nothing")
				.flatMap((path) -> Stream.of(new Request(method, path), new Request(method, path, KEEPER),
						new Request(method, path, RawServer.as("guest")))));
		Stream<Request> ofOtherOrigin = Stream.of("https://good.example", "https://bad.example")
			.map((origin) -> "Origin: " + origin)
			.flatMap((origin) -> Stream.of(new Request("GET", "/who", KEEPER, origin),
					new Request("OPTIONS", "/who", origin, "Access-Control-Request-Method: POST")));
		return Stream.of(withoutBody, ofOtherOrigin, credentials()).flatMap((requests) -> requests);
	}

	private static Stream<Request> credentials() {
		return Stream.of(new Request("GET", "/who", RawServer.as("nobody")), new Request("POST", "/who", KEEPER),
				new Request("POST", "/open"), new Request("POST", "/who", KEEPER, TOKEN, "X-XSRF-TOKEN: abc"),
				new Request("POST", "/who", KEEPER, TOKEN, "X-XSRF-TOKEN: other"),
				new Request("POST", "/who", KEEPER, TOKEN).withForm("a=b&_csrf=abc"),
				new Request("POST", "/open", TOKEN).withForm("a=b&_csrf=abc"),
				new Request("POST", "/open", TOKEN).withForm("a=b&_csrf=other"));
	}

	@ParameterizedTest
	@MethodSource("requests")
	void requestIsSecuredAsThatToController(Request request) throws IOException {
		SecuredApplication application = server.context().getBean(SecuredApplication.class);
		application.decisions.clear();
		String expected = request.exchange("/c");
		List<String> expectedDecisions = List.copyOf(application.decisions);
		application.decisions.clear();
		assertThat(request.exchange("/h")).isEqualTo(expected);
		assertThat(decisionsOfRequest(application.decisions)).isEqualTo(decisionsOfRequest(expectedDecisions));
	}

	@Test
	void sessionWhenHandlerLogsInIsThatOfController() throws IOException {
		List<String> answers = sessions("/h");
		assertThat(answers).isEqualTo(sessions("/c"));
		assertThat(answers).extracting((answer) -> answer.replaceAll("(?s).*HTTP/1.1 (\\d+).*", "$1"))
			.containsExactly("200", "200", "401", "200");
	}

	/**
	 * Return the answers to a login in a session that may be fixed, and to requests in
	 * the sessions before and after it.
	 */
	private static List<String> sessions(String prefix) throws IOException {
		String fixed = server.exchange("GET", prefix + "/login?session");
		String login = server.exchange("GET", prefix + "/login", sessionOf(fixed));
		assertThat(sessionOf(login)).isNotEqualTo(sessionOf(fixed));
		return Stream
			.of(fixed, login, server.exchange("GET", prefix + "/who", sessionOf(fixed)),
					server.exchange("GET", prefix + "/who", sessionOf(login)))
			.map(Request::normalize)
			.toList();
	}

	private static String sessionOf(String answer) {
		Matcher session = SESSION.matcher(answer);
		String last = "";
		while (session.find()) {
			last = session.group(1);
		}
		assertThat(last).as(answer).isNotEmpty();
		return "Cookie: " + last;
	}

	/**
	 * Return the decisions without those about the page that reports an error, which a
	 * handler does not need.
	 */
	private static List<String> decisionsOfRequest(List<String> decisions) {
		return decisions.stream().filter((decision) -> !decision.startsWith("ERROR")).toList();
	}

	/**
	 * A request, to be sent to a handler and to a controller.
	 */
	record Request(String method, String path, String body, List<String> headers) {

		Request(String method, String path, String... headers) {
			this(method, path, "", List.of(headers));
		}

		Request withForm(String form) {
			return new Request(this.method, this.path, form,
					Stream.concat(Stream.of(FORM), this.headers.stream()).toList());
		}

		String exchange(String prefix) throws IOException {
			String[] lines = Stream.concat(Stream.of("Content-Length: " + this.body.length()), this.headers.stream())
				.toArray(String[]::new);
			return normalize(server.exchangeBody(this.method, prefix + this.path, this.body, lines));
		}

		private static String normalize(String answer) {
			int end = answer.indexOf("\r\n\r\n");
			boolean error = RawServer.status(answer) >= 400;
			String head = answer.substring(0, end)
				.lines()
				.filter((line) -> !isIncidental(line.toLowerCase(Locale.ROOT), error))
				.map((line) -> line.replaceAll("(XSRF-TOKEN|JSESSIONID)=[^;]*", "$1"))
				.sorted()
				.collect(Collectors.joining("\n"));
			return head + (error ? "" : answer.substring(end));
		}

		private static boolean isIncidental(String line, boolean error) {
			return line.matches("(date|accept-patch|allow):.*")
					|| (error && line.matches("(content-|transfer-encoding).*"));
		}

	}

}
