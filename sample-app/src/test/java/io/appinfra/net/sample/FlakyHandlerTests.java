package io.appinfra.net.sample;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.servlet.function.ServerRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FlakyHandler}.
 */
class FlakyHandlerTests {

	private final FlakyHandler handler = new FlakyHandler();

	@Test
	void doGetFailsEachSeventhTime() {
		List<Integer> statuses = IntStream.range(0, 14).mapToObj((number) -> get()).toList();
		assertThat(statuses).containsExactly(200, 200, 200, 200, 200, 200, 503, 200, 200, 200, 200, 200, 200, 503);
	}

	private int get() {
		ServerRequest request = ServerRequest.create(new MockHttpServletRequest("GET", "/flaky"), List.of());
		try {
			return this.handler.doGet(request).statusCode().value();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
