package io.appinfra.net.sample;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Configuration of the application.
 *
 * @param timeout how long an endpoint may take for its whole answer
 * @param targets what to watch from the start; if empty, the application watches itself
 */
@ConfigurationProperties("lookout")
record LookoutProperties(@DefaultValue("1s") Duration timeout, @DefaultValue List<Watch> targets) {

	LookoutProperties {
		Set<String> names = new HashSet<>();
		for (Watch watch : targets) {
			String name = watch.target().name();
			if (!names.add(name)) {
				throw new IllegalArgumentException("two targets are named '%s'".formatted(name));
			}
		}
	}

	/**
	 * An endpoint to watch.
	 *
	 * @param name the name of the target, {@code null} to name it after the host
	 * @param url the URL of the endpoint
	 */
	record Watch(@Nullable String name, @Nullable String url) {

		Target target() {
			return (this.name != null) ? Target.of(this.name, this.url) : Target.of(this.url);
		}

	}

}
