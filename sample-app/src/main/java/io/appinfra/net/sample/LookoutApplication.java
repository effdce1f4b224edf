package io.appinfra.net.sample;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/**
 * The application. {@link Prober} is what runs in the worker, everything else runs in the
 * web process; {@link Targets} is what they share.
 */
@SpringBootApplication
@EnableConfigurationProperties(LookoutProperties.class)
public class LookoutApplication {

	public static void main(String[] args) {
		SpringApplication.run(LookoutApplication.class, args);
	}

}
