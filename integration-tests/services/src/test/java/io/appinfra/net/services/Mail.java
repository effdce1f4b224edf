package io.appinfra.net.services;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jms.annotation.JmsListener;
import org.springframework.jmx.export.annotation.ManagedResource;
import org.springframework.jmx.export.notification.NotificationPublisher;
import org.springframework.jmx.export.notification.NotificationPublisherAware;
import org.springframework.stereotype.Service;

/**
 * Sends and receives, as services do.
 */
@Service
@ManagedResource
public class Mail implements NotificationPublisherAware {

	private final Effects effects;

	Mail(Effects effects) {
		this.effects = effects;
	}

	@Override
	public void setNotificationPublisher(NotificationPublisher publisher) {
		this.effects.add("managed");
	}

	void send() {
		this.effects.add("sent");
	}

	@EventListener(ApplicationReadyEvent.class)
	void ready() {
		this.effects.add("ready");
	}

	@JmsListener(destination = "mail")
	void receive(String text) {
		this.effects.add("received");
	}

}
