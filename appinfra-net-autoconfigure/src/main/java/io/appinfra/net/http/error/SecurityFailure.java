package io.appinfra.net.http.error;

import java.util.Set;

/**
 * What Spring Security throws in a handler to have its filter answer, such as a method
 * with {@code @PreAuthorize} to a user without the role.
 */
final class SecurityFailure {

	private static final Set<String> ANSWERED_BY_FILTER = Set.of(
			"org.springframework.security.access.AccessDeniedException",
			"org.springframework.security.core.AuthenticationException");

	private SecurityFailure() {
	}

	/**
	 * Throw a failure that Spring Security is to answer.
	 * @param failure what the handler threw
	 */
	static void rethrow(Throwable failure) {
		if (failure instanceof RuntimeException exception && isAnsweredByFilter(failure.getClass())) {
			throw exception;
		}
	}

	private static boolean isAnsweredByFilter(Class<?> type) {
		for (Class<?> current = type; current != Object.class; current = current.getSuperclass()) {
			if (ANSWERED_BY_FILTER.contains(current.getName())) {
				return true;
			}
		}
		return false;
	}

}
