package io.appinfra.net.actuate;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

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
	 * Do something with a ticker, or change its interval.
	 * @param name the name of the ticker
	 * @param action {@code trigger}, {@code pause} or {@code resume}
	 * @param interval the interval to set, such as {@code 5s}
	 * @return 204, or 404 if there is no ticker of that name, or 400 with the reason
	 */
	@WriteOperation
	public WebEndpointResponse<Refusal> change(@Selector String name, @Nullable String action,
			@Nullable String interval) {
		if (this.endpoint.ticker(name) == null) {
			return new WebEndpointResponse<>(new Refusal("There is no ticker '%s'".formatted(name)),
					WebEndpointResponse.STATUS_NOT_FOUND);
		}
		try {
			this.endpoint.change(name, action, interval);
			return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NO_CONTENT);
		}
		catch (InvalidEndpointRequestException ex) {
			return new WebEndpointResponse<>(new Refusal(String.valueOf(ex.getReason())),
					WebEndpointResponse.STATUS_BAD_REQUEST);
		}
	}

	/**
	 * Why nothing was done.
	 *
	 * @param reason the reason
	 */
	public record Refusal(String reason) {

	}

}
