package io.appinfra.net.worker.context;

import java.lang.reflect.Method;
import java.util.stream.Stream;

import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.ReflectionUtils;

/**
 * What takes the messages that are sent to a channel of Spring Integration: as listeners
 * follow from events, it follows from what a tick sends. What only feeds a channel is
 * among it, where the application has put it into one flow, and is not started.
 */
final class MessageEndpoints {

	private static final TypeNames ENDPOINTS = TypeNames.of("IntegrationFlow", "ConsumerEndpointFactoryBean");

	private static final TypeNames PROCESSORS = TypeNames.of("MessagingAnnotation\\w*PostProcessor");

	private static final String ANNOTATIONS = "org.springframework.integration.annotation.";

	private MessageEndpoints() {
	}

	/**
	 * Return whether beans of a type take messages.
	 * @param type the type
	 * @return whether they do
	 */
	static boolean include(Class<?> type) {
		return ENDPOINTS.include(type)
				|| Stream.of(ReflectionUtils.getUniqueDeclaredMethods(type)).anyMatch(MessageEndpoints::takesMessages);
	}

	private static boolean takesMessages(Method method) {
		return MergedAnnotations.from(method)
			.stream()
			.anyMatch((annotation) -> annotation.getType().getName().startsWith(ANNOTATIONS)
					&& annotation.getValue("inputChannel").isPresent());
	}

	/**
	 * Return whether a post-processor makes endpoints of annotated methods.
	 * @param processor the post-processor
	 * @return whether it does
	 */
	static boolean areMadeBy(Object processor) {
		return PROCESSORS.include(processor);
	}

}
