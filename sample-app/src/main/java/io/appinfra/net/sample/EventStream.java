package io.appinfra.net.sample;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.web.servlet.function.ServerResponse.SseBuilder;

/**
 * The stream of events to one client. An event about a target has all about it, so that a
 * client that has missed one is right again with the next. Safe for use by many threads.
 */
class EventStream {

	private static final Duration RECONNECT_DELAY = Duration.ofSeconds(1);

	private final SseBuilder events;

	private boolean ended;

	EventStream(SseBuilder events) {
		this.events = events;
	}

	/**
	 * Send everything to the client. A change that comes meanwhile is sent afterwards.
	 * @param targets the targets
	 */
	synchronized void hello(Targets targets) {
		Hello hello = new Hello(ProcessHandle.current().pid(), targets.all());
		send((events) -> events.retry(RECONNECT_DELAY).event("hello").data(hello));
	}

	/**
	 * Send a change to the client.
	 * @param name the name of the target
	 * @param target the target, {@code null} if it was removed
	 */
	synchronized void changed(String name, @Nullable Target target) {
		if (target != null) {
			send((events) -> events.event("target").data(target));
		}
		else {
			send((events) -> events.event("removed").data(Map.of("name", name)));
		}
	}

	synchronized void heartbeat() {
		send((events) -> events.comment("heartbeat").send());
	}

	private void send(Event event) {
		if (this.ended) {
			return;
		}
		try {
			event.sendTo(this.events);
		}
		catch (IOException ex) {
			// The client has gone away, or the application stops.
			this.ended = true;
		}
	}

	/**
	 * What is to be sent.
	 */
	@FunctionalInterface
	private interface Event {

		void sendTo(SseBuilder events) throws IOException;

	}

	/**
	 * The first event of a stream.
	 *
	 * @param pid the process that sends it
	 * @param targets all targets
	 */
	record Hello(long pid, List<Target> targets) {
	}

}
