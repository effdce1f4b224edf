package io.appinfra.net.sample;

import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Adds the first targets as soon as the port is known, and says where the page is. Does
 * nothing in a worker, which creates only its tickers and what these need.
 */
@Component
class Startup {

	private static final Log logger = LogFactory.getLog(Startup.class);

	private final LookoutProperties properties;

	private final Targets targets;

	Startup(LookoutProperties properties, Targets targets) {
		this.properties = properties;
		this.targets = targets;
	}

	@EventListener
	void addTargets(WebServerInitializedEvent event) {
		List<Target> configured = this.properties.targets().stream().map(LookoutProperties.Watch::target).toList();
		(configured.isEmpty() ? itself(event.getWebServer().getPort()) : configured).forEach(this.targets::add);
	}

	@EventListener
	void logAddress(ApplicationReadyEvent event) {
		Environment environment = event.getApplicationContext().getEnvironment();
		logger.info("Lookout is up: " + address(environment.getRequiredProperty("local.server.port", int.class)));
	}

	private static List<Target> itself(int port) {
		return List.of(Target.of("flaky", address(port) + "flaky"),
				Target.of("health", address(port) + "actuator/health"));
	}

	private static String address(int port) {
		return "http://localhost:%d/".formatted(port);
	}

}
