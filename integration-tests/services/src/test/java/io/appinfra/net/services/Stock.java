package io.appinfra.net.services;

import org.springframework.context.event.EventListener;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

import io.appinfra.net.services.Orders.OrderPlaced;

/**
 * Listens to orders, and is needed by nobody.
 */
@Component
class Stock {

	private final Effects effects;

	Stock(Effects effects) {
		this.effects = effects;
	}

	@EventListener
	void placed(OrderPlaced event) {
		this.effects.add("heard");
	}

	@TransactionalEventListener
	void committed(OrderPlaced event) {
		this.effects.add("heard after commit");
	}

	@ApplicationModuleListener
	void taken(OrderPlaced event) {
		this.effects.add("heard by module");
	}

}
