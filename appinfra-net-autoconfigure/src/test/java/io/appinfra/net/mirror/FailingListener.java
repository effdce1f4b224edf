package io.appinfra.net.mirror;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.springframework.boot.context.event.ApplicationStartingEvent;
import org.springframework.context.ApplicationListener;

/**
 * Lets the first start of a worker fail before Spring Boot would report it.
 */
public class FailingListener implements ApplicationListener<ApplicationStartingEvent> {

	@Override
	public void onApplicationEvent(ApplicationStartingEvent event) {
		Path failed = Path.of(System.getProperty("failed"));
		boolean inWorker = StackWalker.getInstance()
			.walk((frames) -> frames.anyMatch((frame) -> frame.getClassName().endsWith(".WorkerMain")));
		if (inWorker && !Files.exists(failed)) {
			create(failed);
			throw new IllegalStateException("too early to be reported");
		}
	}

	private static void create(Path file) {
		try {
			Files.createFile(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
