package io.appinfra.net.actuate;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

import io.appinfra.net.actuate.WorkersEndpoint.WorkerDescriptor;

/**
 * Answers requests that make no sense with a status and a reason.
 */
@EndpointWebExtension(endpoint = WorkersEndpoint.class)
public final class WorkersEndpointWebExtension {

	private final WorkersEndpoint endpoint;

	/**
	 * Create the extension.
	 * @param endpoint the endpoint
	 */
	public WorkersEndpointWebExtension(WorkersEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	/**
	 * Return one worker.
	 * @param name the name of the worker
	 * @return the worker, or 404 with the reason if there is none of that name
	 */
	@ReadOperation
	public WebEndpointResponse<OperationResponseBody> worker(@Selector String name) {
		WorkerDescriptor worker = this.endpoint.worker(name);
		return (worker != null) ? new WebEndpointResponse<>(worker) : Refusal.notFound("worker", name);
	}

	/**
	 * Do something with a worker.
	 * @param name the name of the worker
	 * @param action {@code restart}
	 * @return the worker, or 404 if there is none of that name, or 400, both with the
	 * reason
	 */
	@WriteOperation
	public WebEndpointResponse<OperationResponseBody> change(@Selector String name, @Nullable String action) {
		if (this.endpoint.worker(name) == null) {
			return Refusal.notFound("worker", name);
		}
		try {
			return new WebEndpointResponse<>(this.endpoint.change(name, action));
		}
		catch (InvalidEndpointRequestException ex) {
			return Refusal.badRequest(ex);
		}
	}

}
