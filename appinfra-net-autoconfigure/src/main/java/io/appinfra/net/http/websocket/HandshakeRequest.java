package io.appinfra.net.http.websocket;

import java.util.Base64;
import java.util.List;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.socket.WebSocketHttpHeaders;

/**
 * Checks that a request asks for a WebSocket as it should (RFC 6455 section 4.2).
 */
final class HandshakeRequest {

	private static final String PROTOCOL = "websocket";

	private static final String VERSION = "13";

	private static final int KEY_LENGTH = 16;

	private HandshakeRequest() {
	}

	static void check(HttpServletRequest request) throws HttpRequestMethodNotSupportedException {
		WebSocketHttpHeaders headers = new WebSocketHttpHeaders(new ServletServerHttpRequest(request).getHeaders());
		if (!isExtendedConnect(request)) {
			checkMethod(request.getMethod());
			checkProtocol(request.getProtocol());
			checkUpgrade(headers);
			checkKey(headers.getSecWebSocketKey());
		}
		checkVersion(headers.getSecWebSocketVersion());
	}

	/**
	 * Return whether the request is the handshake of HTTP/2 (RFC 8441 section 4).
	 */
	private static boolean isExtendedConnect(HttpServletRequest request) {
		return request.getMethod().equals("CONNECT") && request.getProtocol().startsWith("HTTP/2");
	}

	private static void checkMethod(String method) throws HttpRequestMethodNotSupportedException {
		if (!method.equals("GET")) {
			throw new HttpRequestMethodNotSupportedException(method, List.of("GET"));
		}
	}

	private static void checkProtocol(String protocol) {
		if (protocol.equals("HTTP/1.0")) {
			throw upgradeRequired("A WebSocket needs HTTP/1.1 at least.");
		}
	}

	private static void checkUpgrade(WebSocketHttpHeaders headers) {
		if (!PROTOCOL.equalsIgnoreCase(headers.getUpgrade())
				|| headers.getConnection().stream().noneMatch(HttpHeaders.UPGRADE::equalsIgnoreCase)) {
			throw upgradeRequired("This path speaks the WebSocket protocol only.");
		}
	}

	private static void checkKey(@Nullable String key) {
		if (!isKey(key)) {
			ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST,
					"Sec-WebSocket-Key has to be 16 bytes in Base64.");
			throw new ErrorResponseException(HttpStatus.BAD_REQUEST, problem, null);
		}
	}

	private static boolean isKey(@Nullable String key) {
		try {
			return key != null && Base64.getDecoder().decode(key).length == KEY_LENGTH;
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	private static void checkVersion(@Nullable String version) {
		if (!VERSION.equals(version)) {
			throw upgradeRequired("The version of the WebSocket protocol has to be %s.".formatted(VERSION));
		}
	}

	private static ErrorResponseException upgradeRequired(String detail) {
		HttpStatus status = HttpStatus.UPGRADE_REQUIRED;
		ErrorResponseException failure = new ErrorResponseException(status,
				ProblemDetail.forStatusAndDetail(status, detail), null);
		failure.getHeaders().set(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE);
		failure.getHeaders().set(HttpHeaders.UPGRADE, PROTOCOL);
		failure.getHeaders().set(WebSocketHttpHeaders.SEC_WEBSOCKET_VERSION, VERSION);
		return failure;
	}

}
