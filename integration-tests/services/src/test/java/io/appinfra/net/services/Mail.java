package io.appinfra.net.services;

import org.springframework.jms.annotation.JmsListener;
import org.springframework.stereotype.Service;

/**
 * Sends and receives, as services do.
 */
@Service
class Mail {

	private final Effects effects;

	Mail(Effects effects) {
		this.effects = effects;
	}

	void send() {
		this.effects.add("sent");
	}

	@JmsListener(destination = "mail")
	void receive(String text) {
		this.effects.add("received");
	}

}
