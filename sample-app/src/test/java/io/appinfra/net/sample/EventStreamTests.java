package io.appinfra.net.sample;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.mockito.InOrder;

import org.springframework.web.servlet.function.ServerResponse.SseBuilder;

import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.RETURNS_SELF;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link EventStream}.
 */
class EventStreamTests {

	private final SseBuilder events = mock(RETURNS_SELF);

	private final EventStream stream = new EventStream(this.events);

	private final Target target = Target.of("example", "http://example.org/");

	@Test
	void helloSaysAllTargets() throws IOException {
		Targets targets = new Targets(new InMemoryState());
		targets.add(this.target);
		this.stream.hello(targets);
		InOrder ordered = inOrder(this.events);
		then(this.events).should(ordered).event("hello");
		then(this.events).should(ordered)
			.data(new EventStream.Hello(ProcessHandle.current().pid(), List.of(this.target)));
	}

	@Test
	void changedSaysTarget() throws IOException {
		this.stream.changed("example", this.target);
		InOrder ordered = inOrder(this.events);
		then(this.events).should(ordered).event("target");
		then(this.events).should(ordered).data(this.target);
	}

	@Test
	void changedWhenTargetWasRemovedSaysName() throws IOException {
		this.stream.changed("example", null);
		InOrder ordered = inOrder(this.events);
		then(this.events).should(ordered).event("removed");
		then(this.events).should(ordered).data(Map.of("name", "example"));
	}

	@Test
	void heartbeatWhenClientHasGoneAwaySendsNothingMore() throws IOException {
		willThrow(new IOException("Broken pipe")).given(this.events).send();
		this.stream.heartbeat();
		this.stream.changed("example", this.target);
		then(this.events).should().comment("heartbeat");
		then(this.events).should().send();
		then(this.events).shouldHaveNoMoreInteractions();
	}

}
