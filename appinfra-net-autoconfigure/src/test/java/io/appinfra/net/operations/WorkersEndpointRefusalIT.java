package io.appinfra.net.operations;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests to the endpoint {@code workers} that make no sense.
 */
class WorkersEndpointRefusalIT {

	private static OperatedApplication application;

	@BeforeAll
	static void start() {
		application = OperatedApplication.start(WorkerApplication.class);
	}

	@AfterAll
	static void close() {
		application.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
			POST | default | {"action":"stop"}    | 400 | There is no action 'stop': it is restart
			POST | default | {}                   | 400 | An 'action' (restart) has to be given
			POST | nobody  | {"action":"restart"} | 404 | There is no worker 'nobody'
			GET  | nobody  | ~~                   | 404 | There is no worker 'nobody'
			""")
	void requestThatMakesNoSenseIsRefusedWithReason(String method, String worker, String body, int status,
			String reason) {
		var response = application.send(method, "/actuator/workers/" + worker, body);
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(response.body()).isEqualTo("{\"reason\":\"%s\"}".formatted(reason));
	}

}
