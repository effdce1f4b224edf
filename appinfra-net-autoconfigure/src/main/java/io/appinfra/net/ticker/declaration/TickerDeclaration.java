package io.appinfra.net.ticker.declaration;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;

import io.appinfra.net.ticker.RunIn;
import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.TickMode;
import io.appinfra.net.ticker.TickScope;

/**
 * What one place says of a ticker: its annotation, its properties, or the defaults for
 * all tickers. A component is {@code null} where that place says nothing. The components
 * have the names of the attributes of {@link Tick} and of the properties.
 *
 * @param mode when the next tick is due
 * @param interval the interval
 * @param cron the cron expression
 * @param zone the time zone of the cron expression
 * @param initialDelay how long after the start the first tick is due
 * @param jitter by how much a tick may be delayed
 * @param timeout how long a tick may run, negative for as long as it likes
 * @param maxCatchUp how many ticks may run back to back
 * @param maxLateness how late a tick may begin, negative for any time
 * @param pauseAfterFailures after how many failures in a row the ticker is paused
 * @param paused whether the ticker is paused at the start
 * @param runIn where the ticker runs
 * @param worker the name of its worker
 * @param scope which instances of the application it ticks in
 */
public record TickerDeclaration(@Nullable TickMode mode, @Nullable Duration interval, @Nullable String cron,
		@Nullable ZoneId zone, @Nullable Duration initialDelay, @Nullable Duration jitter, @Nullable Duration timeout,
		@Nullable Integer maxCatchUp, @Nullable Duration maxLateness, @Nullable Integer pauseAfterFailures,
		@Nullable Boolean paused, @Nullable RunIn runIn, @Nullable String worker, @Nullable TickScope scope) {

	/**
	 * Says nothing.
	 */
	public static final TickerDeclaration NONE = of((component) -> null);

	public TickerDeclaration {
		runIn = (runIn != RunIn.DEFAULT) ? runIn : null;
		scope = (scope != TickScope.DEFAULT) ? scope : null;
	}

	/**
	 * Create a declaration of the components that an object has as well.
	 * @param other a record
	 * @return what it says of components of the same name
	 */
	public static TickerDeclaration from(Record other) {
		return of((component) -> {
			Method accessor = ReflectionUtils.findMethod(other.getClass(), component.getName());
			return (accessor != null) ? ReflectionUtils.invokeMethod(accessor, other) : null;
		});
	}

	/**
	 * Create a declaration that says a time zone.
	 * @param zone the time zone
	 * @return the declaration
	 */
	static TickerDeclaration of(ZoneId zone) {
		return of((component) -> component.getName().equals("zone") ? zone : null);
	}

	/**
	 * Create a declaration.
	 * @param values returns the value of each component
	 * @return the declaration
	 */
	static TickerDeclaration of(Function<RecordComponent, @Nullable Object> values) {
		RecordComponent[] components = TickerDeclaration.class.getRecordComponents();
		Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new);
		Object[] arguments = Arrays.stream(components).map(values).toArray();
		try {
			return TickerDeclaration.class.getDeclaredConstructor(types).newInstance(arguments);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return this declaration with what another one says where this one says nothing.
	 * @param other the other declaration
	 * @return both
	 */
	TickerDeclaration orElse(TickerDeclaration other) {
		return of((component) -> {
			Object value = ReflectionUtils.invokeMethod(component.getAccessor(), this);
			return (value != null) ? value : ReflectionUtils.invokeMethod(component.getAccessor(), other);
		});
	}

	/**
	 * What the properties of tickers say.
	 */
	public interface Source {

		/**
		 * Return what the properties of one ticker say.
		 * @param ticker the name of the ticker
		 * @param problems receives values that cannot be read
		 * @return its declaration
		 */
		TickerDeclaration get(String ticker, Consumer<String> problems);

		/**
		 * Return what counts for tickers of which neither their properties nor their
		 * annotations say anything.
		 * @return the defaults
		 */
		TickerDeclaration defaults();

		/**
		 * Look for properties that belong to none of the given tickers, or that no ticker
		 * has.
		 * @param tickers the names of all tickers
		 * @param problems receives each of them
		 */
		void findUnknown(Set<String> tickers, Consumer<String> problems);

	}

}
