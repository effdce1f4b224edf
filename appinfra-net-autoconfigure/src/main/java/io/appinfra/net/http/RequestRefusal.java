package io.appinfra.net.http;

import java.io.IOException;

/**
 * Answers a request while its body is still being received.
 */
@FunctionalInterface
interface RequestRefusal {

	void refuse(Refusal refusal) throws IOException;

}
