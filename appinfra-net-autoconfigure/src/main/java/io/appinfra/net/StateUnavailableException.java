package io.appinfra.net;

import org.jspecify.annotations.Nullable;

/**
 * An operation on the shared state did not succeed, since the engine that keeps the state
 * was not reachable, did not answer in time, or failed.
 * <p>
 * What to do about it depends on {@link #outcomeUnknown()}: an operation that was not
 * carried out can be tried again; one whose outcome is unknown may have been carried out,
 * and is repeated only where that does no harm, or after looking at the state.
 */
public class StateUnavailableException extends ServerException {

	private static final long serialVersionUID = 1L;

	private final boolean outcomeUnknown;

	/**
	 * Create an exception.
	 * @param message what happened and what to do about it
	 * @param outcomeUnknown whether the operation may have been carried out
	 * @param cause the cause, or {@code null}
	 */
	public StateUnavailableException(String message, boolean outcomeUnknown, @Nullable Throwable cause) {
		super(message, cause);
		this.outcomeUnknown = outcomeUnknown;
	}

	/**
	 * Return whether the operation may have been carried out, or may yet be.
	 * @return {@code false} if it certainly was not and will not be
	 */
	public boolean outcomeUnknown() {
		return this.outcomeUnknown;
	}

}
