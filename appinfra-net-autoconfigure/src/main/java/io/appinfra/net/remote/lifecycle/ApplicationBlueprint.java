package io.appinfra.net.remote.lifecycle;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.core.env.ConfigurableEnvironment;

import io.appinfra.net.remote.lifecycle.WorkerConfiguration.MainMethod;
import io.appinfra.net.remote.lifecycle.WorkerConfiguration.Settings;

/**
 * What the application was started from.
 *
 * @param sources names of classes, packages or resources
 * @param arguments its arguments
 * @param settings what was set in code
 * @param main the main method that has started it, {@code null} if there is none
 * @param parent what the parent of its context was started from
 */
public record ApplicationBlueprint(List<String> sources, List<String> arguments, Settings settings,
		@Nullable MainMethod main, Parent parent) {

	/**
	 * Create a blueprint of an application that has neither arguments nor a parent.
	 * @param sources names of classes, packages or resources
	 * @return the blueprint
	 */
	public static ApplicationBlueprint of(String... sources) {
		return new ApplicationBlueprint(List.of(sources), List.of(), Settings.DEFAULTS, null, Parent.NONE);
	}

	/**
	 * What the parent of a context was started from.
	 *
	 * @param exists whether there is a parent
	 * @param blueprint what it was started from, {@code null} if there is none or
	 * {@code SpringApplication} has not started it
	 * @param environment its environment, {@code null} if the blueprint is
	 */
	public record Parent(boolean exists, @Nullable ApplicationBlueprint blueprint,
			@Nullable ConfigurableEnvironment environment) {

		/**
		 * There is no parent.
		 */
		public static final Parent NONE = new Parent(false, null, null);

	}

}
