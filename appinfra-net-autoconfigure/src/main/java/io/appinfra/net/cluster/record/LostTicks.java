package io.appinfra.net.cluster.record;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.appinfra.net.ticker.TickRecord;

/**
 * Names each tick that has begun and nobody has ended, so that no number is missing
 * without a word. One may be named twice, where the answer of the store was lost.
 */
public final class LostTicks {

	private static final Log logger = LogFactory.getLog(LostTicks.class);

	private LostTicks() {
	}

	/**
	 * Name the newest tick of a ticker if it is lost.
	 * @param ticker the name of the ticker
	 * @param record its record
	 * @param owner the instance that has begun the tick, {@code null} if that is not
	 * known
	 */
	public static void log(String ticker, TickerRecord record, @Nullable String owner) {
		TickRecord last = record.last();
		if (last != null && last.outcome() == TickRecord.Outcome.LOST && last.number() == record.number()) {
			logger.warn("Tick %d of ticker '%s' is lost and not repeated: it began at %s%s, and its end is not known"
				.formatted(last.number(), ticker, last.startedAt(),
						(owner != null) ? " in instance '%s'".formatted(owner) : ""));
		}
	}

}
