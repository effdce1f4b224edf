package io.appinfra.net.actuate.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * A page that is open: its stream of events. One that is slow to read misses messages,
 * and is sent everything as soon as it can read on.
 */
final class ConsolePage extends SseEmitter {

	private static final Log logger = LogFactory.getLog(ConsolePage.class);

	/**
	 * After it the page connects again, so that no stream outlives its client for long.
	 */
	private static final Duration LIFETIME = Duration.ofMinutes(10);

	private static final int QUIET_ROUNDS = 15;

	private static final MediaType JSON = new MediaType("text", "plain", StandardCharsets.UTF_8);

	private final AtomicBoolean writing = new AtomicBoolean();

	private final Executor executor;

	private final Consumer<ConsolePage> gone;

	private boolean outdated = true;

	private int quiet;

	ConsolePage(Executor executor, Consumer<ConsolePage> gone) {
		super(LIFETIME.toMillis());
		this.executor = executor;
		this.gone = gone;
		onTimeout(this::complete);
		onCompletion(() -> gone.accept(this));
	}

	@Override
	protected void extendResponse(ServerHttpResponse response) {
		super.extendResponse(response);
		response.getHeaders().setCacheControl(CacheControl.noStore());
		response.getHeaders().set("X-Accel-Buffering", "no");
		ConsoleHeaders.add(response.getHeaders());
	}

	/**
	 * Send a round of the feed to the page. Does not wait. For use by one thread.
	 * @param change what has changed, {@code null} if nothing has
	 * @param snapshot returns everything
	 */
	void offer(@Nullable String change, Supplier<String> snapshot) {
		if (!this.writing.compareAndSet(false, true)) {
			this.outdated |= change != null;
			return;
		}
		SseEventBuilder event = event(change, snapshot);
		if (event == null) {
			this.writing.set(false);
		}
		else {
			execute(() -> write(event));
		}
	}

	private @Nullable SseEventBuilder event(@Nullable String change, Supplier<String> snapshot) {
		if (this.outdated) {
			this.outdated = false;
			return message("snapshot", snapshot.get());
		}
		if (change != null) {
			return message("change", change);
		}
		this.quiet++;
		return (this.quiet >= QUIET_ROUNDS) ? message("quiet", "{}") : null;
	}

	private SseEventBuilder message(String name, String json) {
		this.quiet = 0;
		return event().name(name).data(json, JSON);
	}

	private void write(SseEventBuilder event) {
		try {
			send(event);
		}
		catch (IOException | IllegalStateException ex) {
			logger.debug("A page of the console has gone", ex);
			this.gone.accept(this);
		}
		finally {
			this.writing.set(false);
		}
	}

	/**
	 * End the stream. Does not wait.
	 */
	void end() {
		execute(this::complete);
	}

	private void execute(Runnable task) {
		try {
			this.executor.execute(task);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("The console is closed", ex);
		}
	}

}
