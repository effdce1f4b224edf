package io.appinfra.net.actuate.console;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanWrapper;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * What the page has to know before it can change anything.
 *
 * @param application the name of the application
 * @param pid the id of the web process
 * @param statistics whether there are statistics of requests
 * @param tickers whether it may change tickers
 * @param workers whether it may change workers
 * @param token its token, {@code null} if it may change nothing
 * @param csrf the token of Spring Security, {@code null} if it wants none
 */
record ConsoleSession(String application, long pid, boolean statistics, boolean tickers, boolean workers,
		@Nullable String token, @Nullable Csrf csrf) implements OperationResponseBody {

	/**
	 * The token of Spring Security.
	 *
	 * @param header the name of the header field that it goes into
	 * @param token the token
	 */
	record Csrf(String header, String token) {

		private static final String ATTRIBUTE = "org.springframework.security.web.csrf.CsrfToken";

		static @Nullable Csrf of(HttpServletRequest request) {
			Object token = request.getAttribute(ATTRIBUTE);
			if (token == null) {
				return null;
			}
			BeanWrapper properties = PropertyAccessorFactory.forBeanPropertyAccess(token);
			return new Csrf(String.valueOf(properties.getPropertyValue("headerName")),
					String.valueOf(properties.getPropertyValue("token")));
		}

	}

}
