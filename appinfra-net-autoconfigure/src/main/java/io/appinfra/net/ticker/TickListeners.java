package io.appinfra.net.ticker;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Notifies several listeners, of which none can hurt the tick or another listener. The
 * end of a tick is reported to them in the reverse order.
 */
public final class TickListeners implements TickListener {

	/**
	 * Notifies nobody.
	 */
	public static final TickListeners NONE = new TickListeners(List.of());

	private static final Log logger = LogFactory.getLog(TickListeners.class);

	private final Set<TickListener> failed = ConcurrentHashMap.newKeySet();

	private final List<TickListener> listeners;

	/**
	 * Create a listener that notifies others.
	 * @param listeners the others
	 */
	public TickListeners(List<TickListener> listeners) {
		this.listeners = List.copyOf(listeners);
	}

	@Override
	public Ending begun(TickerDefinition ticker, TickContext tick, TickOrigin origin) {
		List<Ending> endings = new ArrayList<>(this.listeners.size());
		for (TickListener listener : this.listeners) {
			guard(listener, () -> {
				Ending ending = listener.begun(ticker, tick, origin);
				endings.add((record, failure) -> guard(listener, () -> ending.ended(record, failure)));
			});
		}
		Collections.reverse(endings);
		return (record, failure) -> endings.forEach((ending) -> ending.ended(record, failure));
	}

	@Override
	public TickOrigin origin() {
		List<TickOrigin> origins = new ArrayList<>();
		this.listeners.forEach((listener) -> guard(listener, () -> origins.add(listener.origin())));
		return origins.stream().reduce(TickOrigin.NONE, TickOrigin::and);
	}

	@Override
	public void endedInWorker(TickerDefinition ticker, TickBatch ticks) {
		this.listeners.forEach((listener) -> guard(listener, () -> listener.endedInWorker(ticker, ticks)));
	}

	private void guard(TickListener listener, Runnable call) {
		try {
			call.run();
		}
		catch (Throwable ex) {
			if (this.failed.add(listener)) {
				logger.warn("A listener to ticks fails, which is not logged again: %s"
					.formatted(listener.getClass().getName()), ex);
			}
		}
	}

}
