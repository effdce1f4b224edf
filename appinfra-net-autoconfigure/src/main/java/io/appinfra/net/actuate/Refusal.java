package io.appinfra.net.actuate;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * Why a request was not answered, or nothing was done.
 *
 * @param reason the reason
 */
public record Refusal(String reason) implements OperationResponseBody {

	private static final int STATUS_FORBIDDEN = 403;

	private static final int STATUS_NOT_IMPLEMENTED = 501;

	static WebEndpointResponse<OperationResponseBody> notFound(String kind, String name) {
		return response("There is no %s '%s'".formatted(kind, name), WebEndpointResponse.STATUS_NOT_FOUND);
	}

	static WebEndpointResponse<OperationResponseBody> badRequest(InvalidEndpointRequestException ex) {
		return response(String.valueOf(ex.getReason()), WebEndpointResponse.STATUS_BAD_REQUEST);
	}

	static WebEndpointResponse<OperationResponseBody> notImplemented(UnsupportedOperationException ex) {
		return response(String.valueOf(ex.getMessage()), STATUS_NOT_IMPLEMENTED);
	}

	/**
	 * Refuse to do something for who must not have it done.
	 * @param reason the reason
	 * @return the answer, 403
	 */
	public static WebEndpointResponse<OperationResponseBody> forbidden(String reason) {
		return response(reason, STATUS_FORBIDDEN);
	}

	private static WebEndpointResponse<OperationResponseBody> response(String reason, int status) {
		return new WebEndpointResponse<>(new Refusal(reason), status);
	}

}
