package io.appinfra.net.integration;

import java.util.concurrent.CompletableFuture;

import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.appinfra.net.http.RequestHandler;
import io.appinfra.net.http.Route;

/**
 * A handler at an open path whose methods are guarded themselves.
 */
@Route({ "/guarded", "/guarded-async" })
class GuardedHandler implements RequestHandler {

	@Override
	@PreAuthorize("hasRole('KEEPER')")
	public ServerResponse doGet(ServerRequest request) {
		return ServerResponse.ok().body(LockedApplication.TREASURE + request.principal().orElseThrow().getName());
	}

	@Override
	public ServerResponse doOptions(ServerRequest request) {
		return ServerResponse.async(CompletableFuture.failedFuture(new AccessDeniedException("only the keeper")));
	}

}
