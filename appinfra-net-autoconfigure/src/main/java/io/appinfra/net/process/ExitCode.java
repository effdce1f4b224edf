package io.appinfra.net.process;

import java.util.Map;

/**
 * The exit code of a Java process, in words.
 *
 * @param value the exit code
 */
public record ExitCode(int value) {

	private static final int SIGNALLED = 128;

	private static final int SIGINT = 2;

	private static final int SIGTERM = 15;

	private static final Map<Integer, String> signals = Map.of(1, "SIGHUP", SIGINT, "SIGINT", 3, "SIGQUIT", 4, "SIGILL",
			6, "SIGABRT", 7, "SIGBUS", 9, "SIGKILL", 11, "SIGSEGV", SIGTERM, "SIGTERM");

	private static final Map<Integer, String> meanings = Map.of(0, "ended by itself", 1, "failed", 3,
			"out of memory (ExitOnOutOfMemoryError)", 70, "lost its connection to the web process", 71,
			"could not handle what the web process sent", 134, "the JVM crashed (SIGABRT)", 137,
			"killed (SIGKILL): probably by the system, out of memory, if not by hand", 139,
			"the JVM crashed (SIGSEGV)");

	/**
	 * Return whether the process was asked to end by SIGINT or SIGTERM.
	 * @return whether it was asked to end
	 */
	public boolean isRequested() {
		return this.value == SIGNALLED + SIGINT || this.value == SIGNALLED + SIGTERM;
	}

	/**
	 * Return what the code means.
	 * @return the meaning
	 */
	public String meaning() {
		String meaning = meanings.get(this.value);
		if (meaning != null) {
			return meaning;
		}
		String signal = signals.get(this.value - SIGNALLED);
		return (signal != null) ? "ended by " + signal : "exit code " + this.value;
	}

}
