package io.appinfra.net.autoconfigure.http;

import java.io.PrintStream;

import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;
import org.junit.platform.launcher.listeners.TestExecutionSummary.Failure;

/**
 * Runs all tests with the tag {@value #TAG} in this JVM, on the web server of its class
 * path.
 */
final class HttpTestRun {

	static final String TAG = "http";

	static final String FAILED = "FAILED ";

	static final String SUCCEEDED = "SUCCEEDED ";

	private HttpTestRun() {
	}

	public static void main(String[] args) {
		PrintStream output = System.out;
		SummaryGeneratingListener listener = new SummaryGeneratingListener();
		LauncherFactory.create().execute(request(), listener);
		TestExecutionSummary summary = listener.getSummary();
		summary.getFailures().forEach((failure) -> output.println(describe(failure)));
		output.println(SUCCEEDED + summary.getTestsSucceededCount());
		System.exit(0);
	}

	private static LauncherDiscoveryRequest request() {
		return LauncherDiscoveryRequestBuilder.request()
			.selectors(DiscoverySelectors.selectPackage("io.appinfra.net"))
			.filters(TagFilter.includeTags(TAG))
			.configurationParameter("junit.jupiter.execution.timeout.default", "2 m")
			.build();
	}

	private static String describe(Failure failure) {
		TestIdentifier test = failure.getTestIdentifier();
		String id = test.getUniqueId().replaceAll(".*\\[class:([^]]+)]", "$1 ");
		return FAILED + "%s \"%s\": %s".formatted(id, test.getDisplayName(),
				String.valueOf(failure.getException()).replaceAll("\\s+", " "));
	}

}
