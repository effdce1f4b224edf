package io.appinfra.net.requests;

import java.util.List;
import java.util.Random;

/**
 * Changes valid requests at random places.
 */
final class RequestMutator {

	private static final String HEAD = " HTTP/1.1\r\nHost: localhost\r\n";

	private static final List<String> VALID = List.of("GET /literal" + HEAD + "\r\n",
			"GET /items/a%20b;v=1?c=d" + HEAD + "Accept: text/plain\r\nCookie: a=b\r\n\r\n",
			"GET /query?a=%C3%A4&b" + HEAD + "\r\n",
			"POST /text" + HEAD + "Content-Type: text/plain;charset=utf-8\r\nContent-Length: 4\r\n\r\nabcd",
			"POST /text" + HEAD + "Transfer-Encoding: chunked\r\n\r\n4;x=y\r\nabcd\r\n0\r\nA: b\r\n\r\n",
			"POST /json" + HEAD + "Content-Type: application/json\r\nContent-Length: 13\r\n\r\n[1,{\"a\":[\"b\"]}]",
			"POST /form" + HEAD
					+ "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 15\r\n\r\na=b&c=%C3%A4&d=e",
			"POST /parts" + HEAD
					+ "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 80\r\n\r\n--b\r\nContent-Disposition: form-data; name=\"a\"; filename=\"c.txt\"\r\n\r\nabc\r\n--b--\r\n",
			"GET /file" + HEAD + "Range: bytes=1-5,7-9\r\n\r\n",
			"GET /tagged" + HEAD + "If-None-Match: \"v1\"\r\nIf-Modified-Since: Mon, 23 Nov 2026 10:00:00 GMT\r\n\r\n");

	private static final List<String> TOKENS = List.of("\r\n", "\n", "\r", "\0", "%", ":", ";", ",", " ", "\t", "\"",
			"\u00ff", "-1", "99999999999", "../", "//", "--b", "Content-Length: 3\r\n", "\r\n\r\n", "=", "&");

	private final Random random;

	RequestMutator(Random random) {
		this.random = random;
	}

	HostileRequest next() {
		StringBuilder text = new StringBuilder(VALID.get(this.random.nextInt(VALID.size())));
		int changes = 1 + this.random.nextInt(3);
		for (int i = 0; i < changes; i++) {
			change(text);
		}
		return new HostileRequest(HostileRequest.ENDS + "somehow", text.toString());
	}

	private void change(StringBuilder text) {
		int start = this.random.nextInt(text.length() + 1);
		int end = Math.min(text.length(), start + this.random.nextInt(4));
		switch (this.random.nextInt(5)) {
			case 0 -> text.delete(start, end);
			case 1 -> text.insert(start, text.substring(start, end));
			case 2 -> text.insert(start, (char) this.random.nextInt(256));
			case 3 -> text.replace(start, end, TOKENS.get(this.random.nextInt(TOKENS.size())));
			default -> text.insert(start, TOKENS.get(this.random.nextInt(TOKENS.size())));
		}
	}

}
