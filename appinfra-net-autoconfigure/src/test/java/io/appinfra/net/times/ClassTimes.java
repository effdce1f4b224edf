package io.appinfra.net.times;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Writes down when a test class began and ended.
 */
public class ClassTimes implements BeforeAllCallback, AfterAllCallback {

	private static final Namespace NAMESPACE = Namespace.create(ClassTimes.class);

	@Override
	public void beforeAll(ExtensionContext context) {
		context.getStore(NAMESPACE).put("begin", System.currentTimeMillis());
	}

	@Override
	public void afterAll(ExtensionContext context) {
		Times.add("class", ProcessHandle.current().pid(), context.getStore(NAMESPACE).get("begin"),
				System.currentTimeMillis(), context.getRequiredTestClass().getName());
	}

}
