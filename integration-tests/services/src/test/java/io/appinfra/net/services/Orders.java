package io.appinfra.net.services;

import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * A service that a ticker needs, and that does other work as well.
 */
@Service
class Orders {

	private final Shelves shelves;

	private final ApplicationEventPublisher events;

	private final MeterRegistry meters;

	private final Effects effects;

	Orders(Shelves shelves, ApplicationEventPublisher events, MeterRegistry meters, Effects effects) {
		this.shelves = shelves;
		this.events = events;
		this.meters = meters;
		this.effects = effects;
	}

	@Transactional
	public void place() {
		this.shelves.save(new Shelf(1));
		this.meters.counter("orders.placed", "kind", "book").increment();
		this.events.publishEvent(new OrderPlaced(1));
		this.effects.add("placed");
	}

	@Scheduled(fixedDelay = 100)
	void archive() {
		this.effects.add("scheduled");
	}

	record OrderPlaced(int books) {

	}

}
