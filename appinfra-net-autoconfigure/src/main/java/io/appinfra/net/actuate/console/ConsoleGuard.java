package io.appinfra.net.actuate.console;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Principal;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.stream.Stream;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.StringUtils;

/**
 * Distinguishes requests of the console's own page from those that another site makes a
 * user's browser send. Safe for use by many threads.
 */
final class ConsoleGuard {

	/**
	 * The header field with the token of the page.
	 */
	static final String HEADER = "X-Console-Token";

	private static final String ALGORITHM = "HmacSHA256";

	private final byte[] secret = new byte[32];

	ConsoleGuard() {
		new SecureRandom().nextBytes(this.secret);
	}

	/**
	 * Return the token of a user, who must have asked for it from the page itself.
	 * @param request the request of the user
	 * @return the token
	 */
	String token(HttpServletRequest request) {
		Principal user = request.getUserPrincipal();
		String name = (user != null) ? "user " + user.getName() : "nobody";
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(new SecretKeySpec(this.secret, ALGORITHM));
			return Base64.getUrlEncoder()
				.withoutPadding()
				.encodeToString(mac.doFinal(name.getBytes(StandardCharsets.UTF_8)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return why a write is refused.
	 * @param request the request
	 * @return the reason, {@code null} if it comes from the page
	 */
	@Nullable String refusal(HttpServletRequest request) {
		if (!isJson(request.getContentType())) {
			return "A change is sent as application/json";
		}
		if (isForeign(request)) {
			return "The request comes from another site. Behind a proxy, it has to pass on Host or X-Forwarded-Host";
		}
		String token = request.getHeader(HEADER);
		return (token != null && isEqual(token, token(request))) ? null
				: "The header field %s has no valid token".formatted(HEADER);
	}

	private static boolean isJson(@Nullable String contentType) {
		try {
			return contentType != null
					&& MediaType.APPLICATION_JSON.equalsTypeAndSubtype(MediaType.parseMediaType(contentType));
		}
		catch (InvalidMediaTypeException ex) {
			return false;
		}
	}

	private static boolean isEqual(String one, String other) {
		return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Return whether a browser says that a request comes from a page of another site.
	 * @param request the request
	 * @return whether it does
	 */
	boolean isForeign(HttpServletRequest request) {
		String site = request.getHeader("Sec-Fetch-Site");
		String origin = request.getHeader(HttpHeaders.ORIGIN);
		boolean foreignSite = site != null && !site.equals("same-origin") && !site.equals("none");
		return foreignSite || (site == null && origin != null && !isOwn(origin, request));
	}

	private static boolean isOwn(String origin, HttpServletRequest request) {
		try {
			String authority = URI.create(origin).getAuthority();
			return Stream.of(HttpHeaders.HOST, "X-Forwarded-Host")
				.map(request::getHeader)
				.anyMatch((host) -> StringUtils.hasText(host) && host.equalsIgnoreCase(authority));
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

}
