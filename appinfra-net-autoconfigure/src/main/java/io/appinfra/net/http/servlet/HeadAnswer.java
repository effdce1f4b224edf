package io.appinfra.net.http.servlet;

import java.io.IOException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.function.AsyncServerResponse;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * The answer to a HEAD request. In place of a stream it sends the header fields, and does
 * not begin the stream, which has no reader that would end it.
 */
final class HeadAnswer {

	private HeadAnswer() {
	}

	static ServerResponse of(ServerResponse answer) {
		if (answer instanceof AsyncServerResponse async && SpringAnswers.CURRENT.isCompleted(answer)) {
			return of(async.block());
		}
		if (!SpringAnswers.CURRENT.isStream(answer)) {
			return answer;
		}
		return ServerResponse.status(answer.statusCode())
			.headers((headers) -> headers.putAll(answer.headers()))
			.cookies((cookies) -> cookies.putAll(answer.cookies()))
			.build(HeadAnswer::send);
	}

	/**
	 * Send the header fields, before the web server takes the length of nothing for that
	 * of the stream (RFC 9110 section 8.6).
	 */
	private static @Nullable ModelAndView send(HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		response.flushBuffer();
		return null;
	}

}
