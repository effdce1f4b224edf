package io.appinfra.net.start;

import java.security.Security;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.UUID;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

import io.appinfra.net.Role;

/**
 * An application that sets in code whatever can be set, has parents, and goes on after
 * its start.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ FactsTicker.class, Parts.Circle.class, Parts.Overridden.class, Parts.Overriding.class })
public class SetInCode {

	public static void main(String[] args) throws Exception {
		System.out.println("main of " + Role.current());
		TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
		Locale.setDefault(Locale.GERMANY);
		Locale.setDefault(Locale.Category.FORMAT, Locale.JAPAN);
		Security.setProperty("networkaddress.cache.ttl", "7");
		try {
			SpringApplication.run(Parts.Before.class, args).close();
			SpringApplicationBuilder builder = new SpringApplicationBuilder(Parts.Root.class).child(SetInCode.class)
				.web(WebApplicationType.NONE)
				.allowCircularReferences(true)
				.properties(Map.of("facts.default", UUID.randomUUID().toString()))
				.beanNameGenerator(FullyQualifiedAnnotationBeanNameGenerator.INSTANCE)
				.initializers((context) -> add(context.getEnvironment(), "facts.initializer"))
				.listeners(new Listener());
			builder.application().setAllowBeanDefinitionOverriding(true);
			builder.application().setEnvironmentPrefix("facts");
			var context = builder.run(args);
			System.out.println("after run of " + Role.current());
			FactsTicker.writeAndExit(context);
		}
		catch (Throwable ex) {
			System.out.println("caught in " + Role.current());
			throw ex;
		}
		finally {
			System.out.println("finally of " + Role.current());
		}
	}

	/**
	 * A value that is another in each process that makes it.
	 */
	private static void add(ConfigurableEnvironment environment, String name) {
		environment.getPropertySources()
			.addFirst(new MapPropertySource("of " + name, Map.of(name, UUID.randomUUID().toString())));
	}

	@Bean
	String fromChild() {
		return "from child";
	}

	private static final class Listener implements ApplicationListener<ApplicationEvent> {

		@Override
		public void onApplicationEvent(ApplicationEvent event) {
			if (event instanceof ApplicationEnvironmentPreparedEvent prepared) {
				add(prepared.getEnvironment(), "facts.listener");
			}
			if (event instanceof ApplicationReadyEvent) {
				FactsTicker.readyListeners.incrementAndGet();
			}
		}

	}

}
