package io.appinfra.net.autoconfigure.startup;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains that the version of Spring Boot is too old. Exceptions that explain themselves
 * came with the first that is not.
 */
class BootVersionFailureAnalyzer extends AbstractFailureAnalyzer<BootVersionException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, BootVersionException cause) {
		return new FailureAnalysis(cause.getMessage() + ".", "Use a later version of Spring Boot.", cause);
	}

}
