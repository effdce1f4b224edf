package io.appinfra.net.requests;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.appinfra.net.autoconfigure.http.TestServer;

/**
 * A request that no proper client sends, as {@code hostile-requests.txt} has it.
 *
 * @param name what is wrong with it
 * @param text what is sent, a character for each byte
 */
record HostileRequest(String name, String text) {

	static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n";

	static final String ENDS = "ends-";

	private static final Pattern REPETITION = Pattern.compile("\\{(\\d+)\\*([^}]*)}", Pattern.DOTALL);

	private static final Pattern ESCAPE = Pattern.compile("\\\\(x[0-9a-f]{2}|[rnt0\\\\])");

	static List<HostileRequest> readAll() {
		try (BufferedReader reader = new BufferedReader(new InputStreamReader(
				HostileRequest.class.getResourceAsStream("hostile-requests.txt"), StandardCharsets.US_ASCII))) {
			return reader.lines()
				.filter((line) -> !line.isEmpty() && !line.startsWith("#"))
				.map(HostileRequest::parse)
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static HostileRequest parse(String line) {
		int colon = line.indexOf(':');
		String request = line.substring(Math.min(colon + 2, line.length()));
		if (request.startsWith("^")) {
			int end = request.indexOf('|');
			request = request.substring(1, end) + " HTTP/1.1\\r\\nHost: localhost\\r\\n" + request.substring(end + 1);
		}
		String text = REPETITION.matcher(unescape(request))
			.replaceAll((match) -> Matcher.quoteReplacement(match.group(2).repeat(Integer.parseInt(match.group(1)))));
		return new HostileRequest(line.substring(0, colon), text.replace("$smuggled", SMUGGLED));
	}

	private static String unescape(String text) {
		return ESCAPE.matcher(text).replaceAll((match) -> Matcher.quoteReplacement(character(match.group(1))));
	}

	private static String character(String escape) {
		return switch (escape.charAt(0)) {
			case 'r' -> "\r";
			case 'n' -> "\n";
			case 't' -> "\t";
			case '0' -> "\0";
			case 'x' -> String.valueOf((char) Integer.parseInt(escape.substring(1), 16));
			default -> escape;
		};
	}

	/**
	 * Send the request, and return all that comes back. A client that sends no more ends
	 * its side at once if its request is cut short, and else once there is an answer.
	 */
	String exchange(TestServer server) throws IOException {
		ByteArrayOutputStream answer = new ByteArrayOutputStream();
		try (Socket socket = server.open()) {
			TestServer.write(socket, this.text);
			if (!this.name.startsWith(ENDS)) {
				answer.write(socket.getInputStream().read());
			}
			socket.shutdownOutput();
			socket.getInputStream().transferTo(answer);
		}
		catch (SocketException serverHasHadEnough) {
			// what has come until then is the answer
		}
		return answer.toString(StandardCharsets.ISO_8859_1);
	}

	@Override
	public String toString() {
		return this.name;
	}

}
