package io.appinfra.net.autoconfigure.worker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.FailureAnalyzedException;

import io.appinfra.net.supervisor.RestartPolicy;
import io.appinfra.net.supervisor.WorkerSettings;
import io.appinfra.net.supervisor.WorkerSettings.UseMainMethod;

/**
 * Properties of one worker, or of all that do not have them.
 */
public class WorkerProperties {

	/**
	 * Whether there is a worker. Otherwise its tickers run in-process.
	 */
	private boolean enabled = true;

	/**
	 * Whether the worker runs the application's main method up to the start of the
	 * application.
	 */
	private UseMainMethod mainMethod = UseMainMethod.WHEN_AVAILABLE;

	/**
	 * Names or types of the beans that come to life in the worker although no ticker
	 * needs them.
	 */
	private List<String> include = new ArrayList<>();

	/**
	 * Flags of the worker's JVM, which win over the defaults.
	 */
	private List<String> jvmArgs = new ArrayList<>();

	/**
	 * Names of the classes or packages that its application is made of, in place of those
	 * of the web process.
	 */
	private List<String> sources = new ArrayList<>();

	/**
	 * Properties that the worker has in place of those of the web process.
	 */
	private Map<String, String> properties = new LinkedHashMap<>();

	/**
	 * How long the start may take until the worker is killed and started again.
	 */
	private Duration startTimeout = Duration.ofSeconds(60);

	/**
	 * How long the stop may take in all until the worker is killed.
	 */
	private Duration stopTimeout = Duration.ofSeconds(10);

	/**
	 * How often the worker gives a sign of life.
	 */
	private Duration heartbeatInterval = Duration.ofSeconds(1);

	/**
	 * How long the worker may give no sign of life until it is killed and started again.
	 */
	private Duration heartbeatTimeout = Duration.ofSeconds(30);

	/**
	 * Restarts after the worker has ended by itself or was killed.
	 */
	private final Restart restart = new Restart();

	/**
	 * Whether a second process, whose application has started and whose tickers have not,
	 * waits to take over.
	 */
	private boolean standby;

	/**
	 * Directory where the worker's class data archive is kept, so that it starts faster.
	 * The first process that finds none writes it. None by default.
	 */
	private @Nullable Path classCache;

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public UseMainMethod getMainMethod() {
		return this.mainMethod;
	}

	public void setMainMethod(UseMainMethod mainMethod) {
		this.mainMethod = mainMethod;
	}

	public List<String> getInclude() {
		return this.include;
	}

	public void setInclude(List<String> include) {
		this.include = include;
	}

	public List<String> getJvmArgs() {
		return this.jvmArgs;
	}

	public void setJvmArgs(List<String> jvmArgs) {
		this.jvmArgs = jvmArgs;
	}

	public List<String> getSources() {
		return this.sources;
	}

	public void setSources(List<String> sources) {
		this.sources = sources;
	}

	public Map<String, String> getProperties() {
		return this.properties;
	}

	public void setProperties(Map<String, String> properties) {
		this.properties = properties;
	}

	public Duration getStartTimeout() {
		return this.startTimeout;
	}

	public void setStartTimeout(Duration startTimeout) {
		this.startTimeout = startTimeout;
	}

	public Duration getStopTimeout() {
		return this.stopTimeout;
	}

	public void setStopTimeout(Duration stopTimeout) {
		this.stopTimeout = stopTimeout;
	}

	public Duration getHeartbeatInterval() {
		return this.heartbeatInterval;
	}

	public void setHeartbeatInterval(Duration heartbeatInterval) {
		this.heartbeatInterval = heartbeatInterval;
	}

	public Duration getHeartbeatTimeout() {
		return this.heartbeatTimeout;
	}

	public void setHeartbeatTimeout(Duration heartbeatTimeout) {
		this.heartbeatTimeout = heartbeatTimeout;
	}

	public Restart getRestart() {
		return this.restart;
	}

	public @Nullable Path getClassCache() {
		return this.classCache;
	}

	public void setClassCache(@Nullable Path classCache) {
		this.classCache = classCache;
	}

	public boolean isStandby() {
		return this.standby;
	}

	public void setStandby(boolean standby) {
		this.standby = standby;
	}

	WorkerSettings toSettings(String name) {
		try {
			return new WorkerSettings(name, this.mainMethod, this.jvmArgs, this.sources, this.properties,
					new WorkerSettings.Times(this.startTimeout, this.stopTimeout, this.heartbeatInterval,
							this.heartbeatTimeout),
					this.restart.toPolicy(), this.standby, this.classCache);
		}
		catch (IllegalArgumentException ex) {
			throw new FailureAnalyzedException(
					"The configuration of worker '%s' is wrong: %s".formatted(name, ex.getMessage()),
					"Correct 'appinfra.net.workers.%s'.".formatted(name), ex);
		}
	}

	/**
	 * Properties of restarts.
	 */
	public static class Restart {

		/**
		 * Delay before the first restart.
		 */
		private Duration initialDelay = Duration.ofMillis(250);

		/**
		 * Longest delay, and the delay between attempts after too many restarts.
		 */
		private Duration maxDelay = Duration.ofSeconds(30);

		/**
		 * What the delay is multiplied with from one restart to the next.
		 */
		private double multiplier = 2;

		/**
		 * How far a delay may be off at random, as a fraction of it.
		 */
		private double jitter = 0.2;

		/**
		 * How many restarts within the window are normal.
		 */
		private int maxRestarts = 5;

		/**
		 * How far back restarts count.
		 */
		private Duration window = Duration.ofMinutes(1);

		public Duration getInitialDelay() {
			return this.initialDelay;
		}

		public void setInitialDelay(Duration initialDelay) {
			this.initialDelay = initialDelay;
		}

		public Duration getMaxDelay() {
			return this.maxDelay;
		}

		public void setMaxDelay(Duration maxDelay) {
			this.maxDelay = maxDelay;
		}

		public double getMultiplier() {
			return this.multiplier;
		}

		public void setMultiplier(double multiplier) {
			this.multiplier = multiplier;
		}

		public double getJitter() {
			return this.jitter;
		}

		public void setJitter(double jitter) {
			this.jitter = jitter;
		}

		public int getMaxRestarts() {
			return this.maxRestarts;
		}

		public void setMaxRestarts(int maxRestarts) {
			this.maxRestarts = maxRestarts;
		}

		public Duration getWindow() {
			return this.window;
		}

		public void setWindow(Duration window) {
			this.window = window;
		}

		RestartPolicy toPolicy() {
			return new RestartPolicy(this.initialDelay, this.maxDelay, this.multiplier, this.jitter, this.maxRestarts,
					this.window);
		}

	}

}
