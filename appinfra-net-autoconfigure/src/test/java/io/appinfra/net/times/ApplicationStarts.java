package io.appinfra.net.times;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Writes down when an application, in whichever process, has started and how long that
 * took.
 */
public class ApplicationStarts implements SpringApplicationRunListener {

	@Override
	public void started(ConfigurableApplicationContext context, @Nullable Duration timeTaken) {
		if (timeTaken != null) {
			long now = System.currentTimeMillis();
			Times.add("start", Times.processes(), now - timeTaken.toMillis(), now);
		}
	}

}
