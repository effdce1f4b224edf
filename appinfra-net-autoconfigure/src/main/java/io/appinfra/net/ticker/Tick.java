package io.appinfra.net.ticker;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The schedule of a ticker. It stands on the class of a {@link Ticker} or on its
 * {@code @Bean} method, or on a method of any bean, which then ticks: it takes nothing or
 * a {@link TickContext}, may be private unless the bean is behind a proxy, and what it
 * returns is ignored. The name of the ticker is that of the bean, or
 * {@code <bean>.<method>}.
 * <p>
 * Each attribute can be overridden under {@code appinfra.net.tickers.<name>}.
 * Placeholders in strings are resolved. Durations are written as {@code 5s} or
 * {@code PT5S}. It can be used as a meta-annotation.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Tick {

	/**
	 * The interval.
	 * @return the interval, empty if there is none or it comes from the property
	 * {@code interval}
	 */
	String interval() default "";

	/**
	 * The cron expression that the times of ticks match, as
	 * {@link org.springframework.scheduling.support.CronExpression} takes it, in place of
	 * an interval. It makes the mode {@link TickMode#CRON}.
	 * @return the cron expression, empty if there is none
	 */
	String cron() default "";

	/**
	 * The time zone of the cron expression.
	 * @return the id of the time zone, empty for that of the system
	 */
	String zone() default "";

	/**
	 * When the next tick is due.
	 * @return the mode
	 */
	TickMode mode() default TickMode.FLEX;

	/**
	 * How long after the start the first tick is due.
	 * @return the delay, not negative; empty for {@code 0s}, and with a cron expression
	 * for its first match
	 */
	String initialDelay() default "";

	/**
	 * By how much a tick may be delayed. Each one is delayed by a random time below that,
	 * while the schedule stays as it is.
	 * @return the upper bound, less than the interval; empty for that of
	 * {@code appinfra.net.ticker-defaults}, without which there is no delay
	 */
	String jitter() default "";

	/**
	 * How long a tick may run. In-process its thread is then interrupted; in a worker the
	 * worker is killed and started again.
	 * @return the timeout, negative for none; empty for that of
	 * {@code appinfra.net.ticker-defaults}, without which there is none
	 */
	String timeout() default "";

	/**
	 * How many ticks may run back to back to catch up, before the rest is skipped. For
	 * {@link TickMode#STRICT} only.
	 * @return how many; negative for 10
	 */
	int maxCatchUp() default -1;

	/**
	 * How late a tick may begin. One that is later is skipped and counted.
	 * @return the bound, negative for none; empty for that of
	 * {@code appinfra.net.ticker-defaults}, without which there is none
	 */
	String maxLateness() default "";

	/**
	 * After how many failures in a row the ticker is paused.
	 * @return how many, 0 for never; negative for what
	 * {@code appinfra.net.ticker-defaults} says, without which it is never
	 */
	int pauseAfterFailures() default -1;

	/**
	 * Where the ticker runs.
	 * @return where the ticker runs
	 */
	RunIn runIn() default RunIn.DEFAULT;

	/**
	 * The name of the worker that the ticker runs in, where it {@linkplain #runIn runs}
	 * in one.
	 * @return the name of the worker; empty for that of
	 * {@code appinfra.net.ticker-defaults}, without which it is {@code default}
	 */
	String worker() default "";

	/**
	 * Whether each instance of the application ticks, or one of them for all.
	 * @return the scope
	 */
	TickScope scope() default TickScope.DEFAULT;

}
