package io.appinfra.net.services;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Work that begins with the application, and that no ticker needs.
 */
@Component
class Unneeded implements SmartInitializingSingleton, SmartLifecycle {

	private final Effects effects;

	private volatile boolean running;

	Unneeded(Effects effects) {
		this.effects = effects;
		effects.add("component");
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.effects.add("after singletons");
	}

	@Override
	public void start() {
		this.running = true;
		this.effects.add("lifecycle");
	}

	@Override
	public void stop() {
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@EventListener(ContextRefreshedEvent.class)
	void refreshed() {
		this.effects.add("refreshed");
	}

}
