package io.appinfra.net.actuate;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

import io.appinfra.net.actuate.TickersEndpoint.TickerDescriptor;

/**
 * Answers requests that make no sense with a status and a reason.
 */
@EndpointWebExtension(endpoint = TickersEndpoint.class)
public final class TickersEndpointWebExtension {

	private final TickersEndpoint endpoint;

	/**
	 * Create the extension.
	 * @param endpoint the endpoint
	 */
	public TickersEndpointWebExtension(TickersEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	/**
	 * Return one ticker, with its recent ticks.
	 * @param name the name of the ticker
	 * @return the ticker, or 404 with the reason if there is none of that name
	 */
	@ReadOperation
	public WebEndpointResponse<OperationResponseBody> ticker(@Selector String name) {
		TickerDescriptor ticker = this.endpoint.ticker(name);
		return (ticker != null) ? new WebEndpointResponse<>(ticker) : Refusal.notFound("ticker", name);
	}

	/**
	 * Do something with a ticker, or change its interval.
	 * @param name the name of the ticker
	 * @param action {@code trigger}, {@code pause}, {@code resume}, or {@code hand-over}
	 * to let another instance go on
	 * @param interval the interval to set, such as {@code 5s}
	 * @return 204, or 404 if there is no ticker of that name, or 400, both with the
	 * reason
	 */
	@WriteOperation
	public WebEndpointResponse<OperationResponseBody> change(@Selector String name, @Nullable String action,
			@Nullable String interval) {
		if (this.endpoint.ticker(name) == null) {
			return Refusal.notFound("ticker", name);
		}
		try {
			this.endpoint.change(name, action, interval);
			return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NO_CONTENT);
		}
		catch (InvalidEndpointRequestException ex) {
			return Refusal.badRequest(ex);
		}
	}

}
