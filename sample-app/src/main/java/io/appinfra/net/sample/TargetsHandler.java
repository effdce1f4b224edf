package io.appinfra.net.sample;

import java.io.IOException;
import java.net.URI;

import jakarta.servlet.ServletException;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.appinfra.net.http.RequestHandler;
import io.appinfra.net.http.Route;

/**
 * All targets: lists them and adds one.
 */
@Component
@Route("/targets")
class TargetsHandler implements RequestHandler {

	private static final String NO_TARGET = "the body is not a JSON object with name and url";

	private final Targets targets;

	TargetsHandler(Targets targets) {
		this.targets = targets;
	}

	@Override
	public ServerResponse doGet(ServerRequest request) {
		return ServerResponse.ok().body(this.targets.all().stream().map(Summary::of).toList());
	}

	@Override
	public ServerResponse doPost(ServerRequest request) throws ServletException, IOException {
		Target target = readTarget(request);
		if (!this.targets.add(target)) {
			throw new ResponseStatusException(HttpStatus.CONFLICT,
					"there is a target named '%s' already".formatted(target.name()));
		}
		URI location = request.uriBuilder().replaceQuery(null).pathSegment(target.name()).build();
		return ServerResponse.created(location).body(target);
	}

	private static Target readTarget(ServerRequest request) throws ServletException, IOException {
		NewTarget body = readBody(request);
		try {
			return Target.of(body.name(), body.url());
		}
		catch (IllegalArgumentException ex) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST, ex.getMessage(), ex);
		}
	}

	private static NewTarget readBody(ServerRequest request) throws ServletException, IOException {
		NewTarget body;
		try {
			body = request.body(NewTarget.class);
		}
		catch (HttpMessageNotReadableException ex) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST, NO_TARGET, ex);
		}
		if (body == null) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST, NO_TARGET);
		}
		return body;
	}

	/**
	 * The body of a request to add a target.
	 *
	 * @param name the name
	 * @param url the URL
	 */
	record NewTarget(@Nullable String name, @Nullable String url) {
	}

	/**
	 * A target in the list.
	 *
	 * @param name the name
	 * @param url the URL
	 * @param last the newest probe, {@code null} before the first
	 */
	record Summary(String name, URI url, @Nullable Probe last) {

		static Summary of(Target target) {
			return new Summary(target.name(), target.url(), target.last());
		}

	}

}
