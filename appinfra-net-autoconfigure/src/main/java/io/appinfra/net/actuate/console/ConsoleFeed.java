package io.appinfra.net.actuate.console;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

import io.appinfra.net.DetachedThreads;
import io.appinfra.net.http.OpenConnections;

/**
 * Sends what the console shows to all pages that are open, once a second and only what
 * has changed. Looks at nothing while no page is open. Safe for use by many threads.
 */
public final class ConsoleFeed implements OpenConnections, AutoCloseable {

	private static final Log logger = LogFactory.getLog(ConsoleFeed.class);

	private static final int MAX_PAGES = 100;

	private static final Duration PERIOD = Duration.ofSeconds(1);

	private final Set<ConsolePage> pages = ConcurrentHashMap.newKeySet();

	private final ScheduledThreadPoolExecutor clock;

	private final ExecutorService writers;

	private final Supplier<ConsoleSample> sampler;

	private final Function<Object, String> json;

	private @Nullable Future<?> rounds;

	private volatile @Nullable ConsoleSample last;

	private boolean ending;

	/**
	 * Create a feed.
	 * @param sources what to look at
	 * @param json writes objects as JSON in one line
	 */
	public ConsoleFeed(ConsoleSources sources, Function<Object, String> json) {
		this(new ConsoleSampler(sources), json);
	}

	ConsoleFeed(Supplier<ConsoleSample> sampler, Function<Object, String> json) {
		ThreadFactory threads = new DetachedThreads("appinfra-console-");
		this.sampler = sampler;
		this.json = json;
		this.writers = Executors.newCachedThreadPool(threads);
		this.clock = new ScheduledThreadPoolExecutor(1, threads);
		this.clock.setRemoveOnCancelPolicy(true);
		this.clock.setKeepAliveTime(PERIOD.multipliedBy(10).toMillis(), TimeUnit.MILLISECONDS);
		this.clock.allowCoreThreadTimeOut(true);
	}

	/**
	 * Open a stream of events for a page.
	 * @return the stream, or {@code null} if there are too many, or the application stops
	 */
	synchronized @Nullable SseEmitter open() {
		if (this.ending || this.pages.size() >= MAX_PAGES) {
			return null;
		}
		ConsolePage page = new ConsolePage(this.writers, this::leave);
		this.pages.add(page);
		if (this.rounds == null) {
			this.rounds = this.clock.scheduleWithFixedDelay(this::round, 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
		}
		return page;
	}

	private synchronized void leave(ConsolePage page) {
		this.pages.remove(page);
		if (this.pages.isEmpty() && this.rounds != null) {
			this.rounds.cancel(false);
			this.rounds = null;
		}
	}

	private void round() {
		try {
			ConsoleSample earlier = this.last;
			ConsoleSample sample = this.sampler.get();
			this.last = sample;
			String change = (earlier != null) ? change(sample, earlier) : null;
			String[] snapshot = new String[1];
			this.pages.forEach((page) -> page.offer(change, () -> {
				snapshot[0] = (snapshot[0] != null) ? snapshot[0] : message(sample.sections());
				return snapshot[0];
			}));
		}
		catch (RuntimeException ex) {
			logger.warn("The console shows nothing new, since it could not look", ex);
		}
	}

	private @Nullable String change(ConsoleSample sample, ConsoleSample earlier) {
		Map<String, ?> changes = sample.since(earlier);
		return changes.isEmpty() ? null : message(changes);
	}

	private String message(Map<String, ?> sections) {
		Map<String, Object> message = new LinkedHashMap<>();
		message.put("at", Instant.now().toEpochMilli());
		message.put("sections", sections);
		return this.json.apply(message);
	}

	@Override
	public synchronized void admit() {
		this.ending = false;
	}

	@Override
	public synchronized CompletableFuture<?> end() {
		this.ending = true;
		this.pages.forEach(ConsolePage::end);
		return CompletableFuture.completedFuture(null);
	}

	@Override
	public synchronized void close() {
		this.ending = true;
		this.clock.shutdownNow();
		this.writers.shutdown();
	}

}
