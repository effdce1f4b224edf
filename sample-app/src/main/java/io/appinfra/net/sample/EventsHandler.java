package io.appinfra.net.sample;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.servlet.function.ServerResponse.SseBuilder;

import io.appinfra.net.http.RequestHandler;
import io.appinfra.net.http.Route;
import io.appinfra.net.state.SharedMap;
import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.TickContext;
import io.appinfra.net.ticker.Ticker;

/**
 * The changes of all targets, as server-sent events. A handler and a ticker at once: each
 * tick is a heartbeat, which keeps proxies from closing an idle stream and finds out who
 * has gone away.
 */
@Component
@Route("/events")
@Tick(interval = "15s")
class EventsHandler implements RequestHandler, Ticker {

	private static final Duration NO_TIMEOUT = Duration.ZERO;

	private final Targets targets;

	private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();

	EventsHandler(Targets targets) {
		this.targets = targets;
	}

	@Override
	public ServerResponse doGet(ServerRequest request) {
		return ServerResponse.sse(this::open, NO_TIMEOUT);
	}

	@Override
	public ServerResponse doHead(ServerRequest request) {
		return ServerResponse.ok().contentType(MediaType.TEXT_EVENT_STREAM).build();
	}

	@Override
	public void tick(TickContext tick) {
		this.streams.forEach(EventStream::heartbeat);
	}

	private void open(SseBuilder events) {
		EventStream stream = new EventStream(events);
		SharedMap.Registration changes = this.targets.onChange(stream::changed);
		this.streams.add(stream);
		events.onComplete(() -> {
			changes.close();
			this.streams.remove(stream);
		});
		stream.hello(this.targets);
	}

}
