package io.appinfra.net.sample;

import java.util.concurrent.atomic.AtomicLong;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.appinfra.net.http.RequestHandler;
import io.appinfra.net.http.Route;

/**
 * An endpoint to watch: each seventh answer is a failure, each fifth is slow.
 */
@Component
@Route("/flaky")
class FlakyHandler implements RequestHandler {

	private final AtomicLong answers = new AtomicLong();

	@Override
	public ServerResponse doGet(ServerRequest request) throws InterruptedException {
		long number = this.answers.incrementAndGet();
		Thread.sleep((number % 5 == 0) ? 240 : 20 + 15 * (number % 4));
		return ServerResponse.status((number % 7 == 0) ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.OK).build();
	}

}
