package io.appinfra.net.actuate;

import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

import io.appinfra.net.actuate.SharedStateEndpoint.MapDescriptor;

/**
 * Shows keys and values of maps to those who may see them, and answers requests that make
 * no sense with a status and a reason.
 */
@EndpointWebExtension(endpoint = SharedStateEndpoint.class)
public final class SharedStateEndpointWebExtension {

	private final SharedStateEndpoint endpoint;

	private final Show showValues;

	private final Set<String> roles;

	/**
	 * Create the extension.
	 * @param endpoint the endpoint
	 * @param showValues when to show the keys and values of maps
	 * @param roles who may see them, empty for every authenticated user
	 */
	public SharedStateEndpointWebExtension(SharedStateEndpoint endpoint, Show showValues, Set<String> roles) {
		this.endpoint = endpoint;
		this.showValues = showValues;
		this.roles = Set.copyOf(roles);
	}

	/**
	 * Return all maps, counters, and locks that are held.
	 * @return the shared state, or 501 with the reason if the store does not know
	 */
	@ReadOperation
	public WebEndpointResponse<OperationResponseBody> sharedState() {
		try {
			return new WebEndpointResponse<>(this.endpoint.sharedState());
		}
		catch (UnsupportedOperationException ex) {
			return Refusal.notImplemented(ex);
		}
	}

	/**
	 * Return one map.
	 * @param securityContext who asks
	 * @param map the name of the map
	 * @param limit how many entries to show, {@code null} for 100
	 * @return the map, or 404 if there is none of that name, 400 if the limit is not from
	 * 1 to 1000, 501 if the store does not know, each with the reason
	 */
	@ReadOperation
	public WebEndpointResponse<OperationResponseBody> map(SecurityContext securityContext, @Selector String map,
			@Nullable Integer limit) {
		try {
			boolean shown = this.showValues.isShown(securityContext, this.roles);
			MapDescriptor descriptor = this.endpoint.map(map, limit, shown);
			return (descriptor != null) ? new WebEndpointResponse<>(descriptor) : Refusal.notFound("shared map", map);
		}
		catch (InvalidEndpointRequestException ex) {
			return Refusal.badRequest(ex);
		}
		catch (UnsupportedOperationException ex) {
			return Refusal.notImplemented(ex);
		}
	}

}
