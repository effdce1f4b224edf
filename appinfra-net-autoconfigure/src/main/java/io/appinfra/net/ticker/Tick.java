package io.appinfra.net.ticker;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The schedule of a {@link Ticker}, on its class or on its {@code @Bean} method. Each
 * attribute can be overridden under {@code appinfra.net.tickers.<name>}, where the name
 * is that of the bean.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Tick {

	/**
	 * The interval, such as {@code 5s} or {@code PT5S}. Placeholders are resolved.
	 * @return the interval, empty if it comes from the property {@code interval}
	 */
	String every() default "";

	/**
	 * When the next tick is due.
	 * @return the mode
	 */
	TickMode mode() default TickMode.FLEX;

	/**
	 * Whether the first tick is due at the start, and not one interval later.
	 * @return whether the first tick is due at the start
	 */
	boolean initial() default true;

	/**
	 * Where the ticker runs.
	 * @return where the ticker runs
	 */
	RunIn runIn() default RunIn.IN_PROCESS;

	/**
	 * The name of the worker that the ticker runs in, where it {@linkplain #runIn runs}
	 * in one.
	 * @return the name of the worker
	 */
	String worker() default "default";

}
