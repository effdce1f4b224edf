package io.appinfra.net.shutdown;

import org.springframework.context.SmartLifecycle;

/**
 * A step of the shutdown of the web process, in a phase of its own. The next step begins
 * when it is over. A pause of the context does not begin it, since the web server goes on
 * during a pause.
 */
public abstract class ShutdownStep implements SmartLifecycle {

	private final int phase;

	private volatile boolean running;

	/**
	 * Create a step.
	 * @param phase its phase: those with higher numbers stop first
	 */
	protected ShutdownStep(int phase) {
		this.phase = phase;
	}

	@Override
	public final void start() {
		onStart();
		this.running = true;
	}

	/**
	 * Called when the application starts, for the first time or again. Does nothing
	 * unless overridden.
	 */
	protected void onStart() {
	}

	@Override
	public final void stop() {
		stop(() -> {
		});
	}

	@Override
	public final void stop(Runnable callback) {
		this.running = false;
		take(callback);
	}

	/**
	 * Take the step, without waiting for its end.
	 * @param callback is called when it is over
	 */
	protected abstract void take(Runnable callback);

	@Override
	public final boolean isRunning() {
		return this.running;
	}

	@Override
	public final boolean isPauseable() {
		return false;
	}

	@Override
	public final int getPhase() {
		return this.phase;
	}

}
