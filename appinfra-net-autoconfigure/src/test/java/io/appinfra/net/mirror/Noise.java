package io.appinfra.net.mirror;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Logs and prints what is not easy to pass on.
 */
final class Noise {

	private static final Logger logger = LoggerFactory.getLogger("noise.Logger");

	private static final Logger library = LoggerFactory.getLogger("org.apache.demo.Library");

	private Noise() {
	}

	/**
	 * Say what a library says of its start.
	 */
	static void begin() {
		library.info("library begins");
		library.warn("library has a problem");
	}

	static void make(ConfigurableApplicationContext context) {
		library.info("library at work");
		context.addApplicationListener((ContextClosedEvent event) -> library.info("library ends"));
		Thread.currentThread().setName("noisy");
		System.out.println("printed line 1\nprinted line 2 \u00e4\u20ac\n\u001b[31mprinted in red\u001b[0m");
		System.err.println("printed as an error");
		logger.info("long " + "x".repeat(1024 * 1024));
		logger.debug("not to be seen");
		LoggerFactory.getLogger("noise.Finest").trace("finest");
		MDC.put("order", "4711");
		logger.atWarn().addKeyValue("customer", 42).log("two\nlines \"quoted\" {}", "\u00e4");
		logger.error("failed", failure());
		MDC.clear();
	}

	private static RuntimeException failure() {
		IllegalStateException failure = new IllegalStateException("on purpose", new CheckedCause());
		failure.addSuppressed(new UnsupportedOperationException("suppressed"));
		return failure;
	}

	@SuppressWarnings("serial")
	private static final class CheckedCause extends Exception {

	}

}
