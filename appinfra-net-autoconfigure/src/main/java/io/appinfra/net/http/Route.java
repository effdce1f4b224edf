package io.appinfra.net.http;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The paths that a {@link RequestHandler} or a {@code WebSocketHandler} answers at, on
 * its class or on its {@code @Bean} method. The property
 * {@code appinfra.net.handlers.<bean-name>.path} overrides it.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Route {

	/**
	 * Patterns of the paths, in the syntax of
	 * {@link org.springframework.web.util.pattern.PathPattern}. Placeholders are
	 * resolved.
	 * @return the patterns, at least one
	 */
	String[] value();

}
