package io.appinfra.net.worker.context;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;

/**
 * Beans that belong to others without being needed by them. Those that are known come to
 * life with what they belong to.
 */
final class AttachedBeans {

	/**
	 * Makes clients that are {@code @LoadBalanced} so.
	 */
	private static final Predicate<String> LOAD_BALANCING = Pattern.compile("loadBalanced\\w*Initializer\\w*")
		.asMatchPredicate();

	private static final TypeNames LOAD_BALANCED = TypeNames.of("RestTemplate");

	/**
	 * Where messages of Spring Integration are sent to.
	 */
	private static final TypeNames CHANNELS = TypeNames.of("AbstractMessageChannel", "MessagingGatewaySupport",
			"GatewayProxyFactoryBean");

	private AttachedBeans() {
	}

	/**
	 * Return what belongs to beans and does not live yet.
	 * @param beans the bean factory
	 * @param names the names of the beans
	 * @return the names of what belongs to them
	 */
	static List<String> of(DefaultListableBeanFactory beans, List<String> names) {
		Predicate<String> belongs = (name) -> false;
		if (haveOneOf(LOAD_BALANCED, beans, names)) {
			belongs = belongs.or(LOAD_BALANCING);
		}
		if (haveOneOf(CHANNELS, beans, names)) {
			belongs = belongs.or((name) -> takesMessages(beans, name));
		}
		return Stream.of(beans.getBeanDefinitionNames())
			.filter((name) -> !beans.containsSingleton(name))
			.filter(belongs)
			.toList();
	}

	private static boolean haveOneOf(TypeNames types, DefaultListableBeanFactory beans, List<String> names) {
		return names.stream().anyMatch((name) -> types.include(beans.getSingleton(name)));
	}

	private static boolean takesMessages(DefaultListableBeanFactory beans, String name) {
		boolean single = !beans.getMergedBeanDefinition(name).isAbstract() && beans.isSingleton(name);
		Class<?> type = single ? beans.getType(name, false) : null;
		return type != null && MessageEndpoints.include(type);
	}

}
