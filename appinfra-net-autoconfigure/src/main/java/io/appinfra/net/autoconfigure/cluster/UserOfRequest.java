package io.appinfra.net.autoconfigure.cluster;

import java.security.Principal;

import org.jspecify.annotations.Nullable;

import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * The user who has sent the request that the present thread answers.
 */
class UserOfRequest implements CurrentUser {

	@Override
	public @Nullable String name() {
		if (!(RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes)) {
			return null;
		}
		Principal user = attributes.getRequest().getUserPrincipal();
		return (user != null) ? user.getName() : null;
	}

}
