package io.appinfra.net.aot;

import org.springframework.stereotype.Component;

import io.appinfra.net.state.SharedState;
import io.appinfra.net.ticker.RunIn;
import io.appinfra.net.ticker.Tick;

/**
 * A ticker in a worker that is a method.
 */
@Component
class AotWorkerTick {

	private final SharedState state;

	private final AotPlace place;

	AotWorkerTick(SharedState state, AotPlace place) {
		this.state = state;
		this.place = place;
	}

	@Tick(interval = "10ms", runIn = RunIn.WORKER)
	void tell() {
		this.state.map("places", String.class).put("worker", this.place.name());
	}

}
