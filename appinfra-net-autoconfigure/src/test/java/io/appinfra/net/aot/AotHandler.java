package io.appinfra.net.aot;

import org.springframework.stereotype.Component;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.appinfra.net.http.RequestHandler;
import io.appinfra.net.http.Route;
import io.appinfra.net.state.SharedState;

/**
 * A handler with its route on its class.
 */
@Component
@Route("/annotated/{name}")
class AotHandler implements RequestHandler {

	private final SharedState state;

	AotHandler(SharedState state) {
		this.state = state;
	}

	@Override
	public ServerResponse doGet(ServerRequest request) {
		String place = this.state.map("places", String.class).get("worker");
		return ServerResponse.ok().body(request.pathVariable("name") + " knows of a tick in " + place);
	}

}
