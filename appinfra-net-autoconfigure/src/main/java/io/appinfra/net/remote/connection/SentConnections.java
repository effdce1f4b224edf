package io.appinfra.net.remote.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.util.ClassUtils;

/**
 * The connection details of the web process that workers do not have by themselves, since
 * a test, a container or code has made them, and no property says the same.
 */
public final class SentConnections {

	/**
	 * Name of the property of a worker that holds them.
	 */
	public static final String PROPERTY = "appinfra.net.connection-details";

	private SentConnections() {
	}

	/**
	 * Return the connection details, to be sent as the value of a property.
	 * @param beanFactory the beans of the web process
	 * @return the details of each bean, in the form of a {@link DetailsMessage}
	 */
	public static List<Object> of(ConfigurableListableBeanFactory beanFactory) {
		Map<String, ConnectionDetails> beans = new TreeMap<>(
				beanFactory.getBeansOfType(ConnectionDetails.class, false, false));
		List<Object> sent = new ArrayList<>();
		beans.forEach((name, details) -> {
			if (!isOfProperties(details)) {
				sent.add(message(name, isPrimary(beanFactory, name), details).toList());
			}
		});
		return sent;
	}

	private static boolean isOfProperties(ConnectionDetails details) {
		Class<?> type = ClassUtils.getUserClass(details);
		return type.getName().startsWith("org.springframework.boot.") && type.getSimpleName().startsWith("Properties");
	}

	private static boolean isPrimary(ConfigurableListableBeanFactory beanFactory, String name) {
		return beanFactory.containsBeanDefinition(name) && beanFactory.getBeanDefinition(name).isPrimary();
	}

	private static DetailsMessage message(String name, boolean primary, ConnectionDetails details) {
		List<Class<?>> interfaces = ClassUtils.getAllInterfacesForClassAsSet(details.getClass())
			.stream()
			.filter((type) -> ConnectionDetails.class.isAssignableFrom(type) && type != ConnectionDetails.class)
			.<Class<?>>map((type) -> type)
			.toList();
		List<String> names = interfaces.stream().map(Class::getName).toList();
		try {
			return new DetailsMessage(name, primary, names, SentValues.ofInterfaces(details, interfaces), "");
		}
		catch (RuntimeException ex) {
			return new DetailsMessage(name, primary, names, List.of(), String.valueOf(ex.getMessage()));
		}
	}

}
