package io.appinfra.net.worker.context;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;

/**
 * Beans that change others without being needed by them. Those that are known come to
 * life with what they change.
 */
final class OutsideChanges {

	/**
	 * Makes clients that are {@code @LoadBalanced} so.
	 */
	private static final Pattern LOAD_BALANCING = Pattern.compile("loadBalanced\\w*Initializer\\w*");

	private static final TypeNames LOAD_BALANCED = TypeNames.of("RestTemplate");

	private OutsideChanges() {
	}

	/**
	 * Return what changes beans and does not live yet.
	 * @param beans the bean factory
	 * @param names the names of the beans that may be changed
	 * @return the names of those that change them
	 */
	static List<String> of(DefaultListableBeanFactory beans, List<String> names) {
		if (names.stream().noneMatch((name) -> LOAD_BALANCED.include(beans.getSingleton(name)))) {
			return List.of();
		}
		return Stream.of(beans.getBeanDefinitionNames())
			.filter((name) -> LOAD_BALANCING.matcher(name).matches() && !beans.containsSingleton(name))
			.toList();
	}

}
