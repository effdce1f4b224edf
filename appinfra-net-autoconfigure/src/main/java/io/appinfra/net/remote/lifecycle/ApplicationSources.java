package io.appinfra.net.remote.lifecycle;

import java.util.List;

import org.springframework.boot.SpringApplication;
import org.springframework.core.io.Resource;

/**
 * The names of what an application is made of, by which it is known in another process.
 */
public final class ApplicationSources {

	private ApplicationSources() {
	}

	/**
	 * Return the names of the sources of an application.
	 * @param application the application
	 * @return the names of classes, packages or resources
	 */
	public static List<String> names(SpringApplication application) {
		return application.getAllSources().stream().map(ApplicationSources::name).toList();
	}

	private static String name(Object source) {
		if (source instanceof Class<?> type) {
			return type.getName();
		}
		if (source instanceof Package sourcePackage) {
			return sourcePackage.getName();
		}
		return (source instanceof Resource resource) ? resource.getDescription() : source.toString();
	}

}
