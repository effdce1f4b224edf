package io.appinfra.net.sample;

import java.net.URI;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import io.appinfra.net.ticker.TickContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link Prober}.
 */
class ProberTests {

	private final Targets targets = new Targets(new InMemoryState());

	private final HttpProber http = mock();

	private final Prober prober = new Prober(this.targets, this.http);

	@Test
	void tickStartsAllProbesBeforeItWaitsForAny() {
		CompletableFuture<Probe> first = new CompletableFuture<>();
		this.targets.add(Target.of("a", "http://localhost/a"));
		this.targets.add(Target.of("b", "http://localhost/b"));
		given(this.http.probe(URI.create("http://localhost/a"))).willReturn(first);
		given(this.http.probe(URI.create("http://localhost/b"))).willAnswer((invocation) -> {
			first.complete(probe(1));
			return CompletableFuture.completedFuture(probe(2));
		});
		tick();
		assertThat(this.targets.all()).extracting(Target::last).containsExactly(probe(1), probe(2));
	}

	@Test
	void tickWhenTargetIsRemovedMeanwhileDoesNotBringItBack() {
		this.targets.add(Target.of("a", "http://localhost/a"));
		given(this.http.probe(any())).willAnswer((invocation) -> {
			this.targets.remove("a");
			return CompletableFuture.completedFuture(probe(1));
		});
		tick();
		assertThat(this.targets.all()).isEmpty();
	}

	@Test
	void tickWhenThereAreNoTargetsDoesNothing() {
		tick();
		then(this.http).shouldHaveNoInteractions();
	}

	private void tick() {
		this.prober.tick(mock(TickContext.class));
	}

	private static Probe probe(double latencyMs) {
		return new Probe(Instant.EPOCH, true, 200, latencyMs, null, null, 1);
	}

}
