package io.appinfra.net.supervisor;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

import io.appinfra.net.remote.lifecycle.StopTimes;

/**
 * What is configured for one worker.
 *
 * @param name the name
 * @param mainMethod whether it runs the main method of the application
 * @param jvmArgs flags of its JVM
 * @param sources the sources of its application, empty for those of the web process
 * @param properties properties that it has instead of those of the web process
 * @param times how long it may take for what
 * @param restart how soon it is started again
 * @param standby whether a second process waits to take over
 * @param classCache where its class data archive is kept, {@code null} for none
 */
public record WorkerSettings(String name, UseMainMethod mainMethod, List<String> jvmArgs, List<String> sources,
		Map<String, String> properties, Times times, RestartPolicy restart, boolean standby,
		@Nullable Path classCache) {

	/**
	 * The value of a system property may have a blank and a dash, but hardly before what
	 * is a flag of Java.
	 */
	private static final Predicate<String> severalFlags = Pattern
		.compile("-[^\\s]*\\s+-(X|D\\S+=|-add-|-enable-|agent|javaagent|server|ea\\b|esa\\b).*"
				+ "|-(?!D)[^\\s=\"']*\\s+-.*", Pattern.DOTALL)
		.asMatchPredicate();

	private static final Predicate<String> opensPort = Pattern
		.compile("-Dcom\\.sun\\.management\\.jmxremote\\.(rmi\\.)?port=0*[1-9]\\d*")
		.asMatchPredicate();

	/**
	 * Create settings.
	 * @throws IllegalArgumentException if a flag of the JVM is none
	 */
	public WorkerSettings {
		checkFlags(jvmArgs);
	}

	/**
	 * A flag with commas in it becomes several where a list is written as text.
	 */
	private static void checkFlags(List<String> flags) {
		boolean valueMayFollow = false;
		for (String flag : flags) {
			Assert.isTrue(!severalFlags.test(flag), () -> "'%s' in jvm-args is more than one flag: ".formatted(flag)
					+ "write each flag as an entry of a list, like jvm-args[0] and jvm-args[1]");
			Assert.isTrue(flag.startsWith("-") || flag.startsWith("@") || valueMayFollow,
					() -> "'%s' in jvm-args is no flag of Java: ".formatted(flag)
							+ "write each flag as an entry of a list, like jvm-args[0], if one has a comma");
			valueMayFollow = flag.startsWith("--") && !flag.contains("=");
		}
	}

	/**
	 * Return whether a debugger may halt the process, so that silence means nothing.
	 * @return whether its flags have the debug agent
	 */
	boolean isDebugged() {
		return this.jvmArgs.stream().anyMatch((flag) -> flag.contains("jdwp"));
	}

	/**
	 * Return whether its process can have another one of its kind beside it, since no
	 * flag lets it open a port.
	 * @return whether there can be two at a time
	 */
	boolean canBeTwo() {
		return !isDebugged() && this.jvmArgs.stream().noneMatch(opensPort);
	}

	/**
	 * Return the settings of a process that writes a class data archive when it is
	 * stopped, which may take as long as its start.
	 * @return the settings
	 */
	WorkerSettings forWriter() {
		return new WorkerSettings(this.name, this.mainMethod, this.jvmArgs, this.sources, this.properties,
				this.times.forWriter(), this.restart, this.standby, this.classCache);
	}

	/**
	 * Return settings with properties that the worker has unless others are configured.
	 * @param defaults the properties
	 * @return the settings
	 */
	public WorkerSettings withDefaults(Map<String, String> defaults) {
		Map<String, String> properties = new LinkedHashMap<>(defaults);
		properties.putAll(this.properties);
		return new WorkerSettings(this.name, this.mainMethod, this.jvmArgs, this.sources, Map.copyOf(properties),
				this.times, this.restart, this.standby, this.classCache);
	}

	/**
	 * How long a worker may take for what.
	 *
	 * @param startTimeout how long its start may take
	 * @param stopTimeout how long its stop may take
	 * @param heartbeatInterval how often it gives a sign of life
	 * @param heartbeatTimeout how long it may give none
	 */
	public record Times(Duration startTimeout, Duration stopTimeout, Duration heartbeatInterval,
			Duration heartbeatTimeout) {

		private static final double INTERRUPT_AFTER = 0.6;

		private static final double TERMINATE_AFTER = 0.8;

		/**
		 * Create times.
		 * @throws IllegalArgumentException if a value makes no sense
		 */
		public Times {
			checkPositive("start-timeout", startTimeout);
			checkPositive("stop-timeout", stopTimeout);
			checkPositive("heartbeat-interval", heartbeatInterval);
			Assert.isTrue(heartbeatTimeout.compareTo(heartbeatInterval) > 0,
					"heartbeat-timeout must be longer than heartbeat-interval");
		}

		private static void checkPositive(String name, Duration value) {
			Assert.isTrue(!value.isNegative() && !value.isZero(), () -> name + " must be positive");
		}

		private Times forWriter() {
			Duration stop = (this.startTimeout.compareTo(this.stopTimeout) > 0) ? this.startTimeout : this.stopTimeout;
			return new Times(this.startTimeout, stop, this.heartbeatInterval, this.heartbeatTimeout);
		}

		/**
		 * Return when its process is pressed to stop: within the {@link #stopTimeout}.
		 * @return the times
		 */
		StopTimes ofStop() {
			return new StopTimes(fraction(INTERRUPT_AFTER), fraction(TERMINATE_AFTER), this.stopTimeout);
		}

		private Duration fraction(double fraction) {
			return Duration.ofMillis((long) (this.stopTimeout.toMillis() * fraction));
		}

	}

	/**
	 * Whether a worker runs the main method of the application, as its web process did.
	 */
	public enum UseMainMethod {

		/**
		 * Run it up to the start of the application, if the web process was started by
		 * one.
		 */
		WHEN_AVAILABLE,

		/**
		 * Start the application without it.
		 */
		NEVER

	}

}
