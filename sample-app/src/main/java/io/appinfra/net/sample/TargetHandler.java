package io.appinfra.net.sample;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.appinfra.net.http.RequestHandler;
import io.appinfra.net.http.Route;

/**
 * One target: shows it with its last probes and removes it.
 */
@Component
@Route("/targets/{name}")
class TargetHandler implements RequestHandler {

	private final Targets targets;

	TargetHandler(Targets targets) {
		this.targets = targets;
	}

	@Override
	public ServerResponse doGet(ServerRequest request) {
		String name = request.pathVariable("name");
		Target target = this.targets.get(name);
		if (target == null) {
			throw notFound(name);
		}
		return ServerResponse.ok().body(target);
	}

	@Override
	public ServerResponse doDelete(ServerRequest request) {
		String name = request.pathVariable("name");
		if (!this.targets.remove(name)) {
			throw notFound(name);
		}
		return ServerResponse.noContent().build();
	}

	private static ResponseStatusException notFound(String name) {
		return new ResponseStatusException(HttpStatus.NOT_FOUND, "there is no target named '%s'".formatted(name));
	}

}
