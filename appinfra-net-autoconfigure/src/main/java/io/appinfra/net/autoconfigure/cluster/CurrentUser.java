package io.appinfra.net.autoconfigure.cluster;

import org.jspecify.annotations.Nullable;

/**
 * Knows for whom the present thread acts.
 */
interface CurrentUser {

	/**
	 * Return the name of the user.
	 * @return the name, {@code null} if there is none
	 */
	@Nullable String name();

}
