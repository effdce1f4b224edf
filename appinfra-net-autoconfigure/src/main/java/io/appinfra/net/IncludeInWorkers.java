package io.appinfra.net;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Brings a bean to life in workers although no ticker needs it, with all that it does
 * there: {@code @Scheduled} methods, listeners of messages, lifecycle. The same as
 * {@code appinfra.net.workers.<name>.include}. Stands on a component, on a {@code @Bean}
 * method, or on a configuration class for all its beans.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface IncludeInWorkers {

	/**
	 * The names of the workers.
	 * @return the names, all workers if there are none
	 */
	String[] value() default {};

}
