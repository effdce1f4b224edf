package io.appinfra.net.supervisor;

import io.appinfra.net.remote.lifecycle.ProcessEnd;

/**
 * What there is to say about the end of a worker's process, and how serious it is.
 */
final class EndTexts {

	private EndTexts() {
	}

	static String how(ProcessEnd end) {
		return end.isNormal() ? "normally" : end.reason();
	}

	static String ended(ProcessEnd end, Level level, String next) {
		String what = (level == Level.ERROR) ? "failed to start" : "has ended";
		return "%s: %s. %s".formatted(what, end.reason(), next);
	}

	static String replaced(ProcessEnd end, boolean standbyTakesOver) {
		return "has stopped for the restart that was requested: %s. %s".formatted(how(end),
				standbyTakesOver ? "" : "Another is started at once");
	}

	static String writerFailed(ProcessEnd end) {
		return "was to write a class data archive, and has failed: " + end.reason();
	}

	/**
	 * Return what is kept about the end of a current process.
	 */
	static String exit(ProcessEnd end, boolean replaced, boolean wasUp) {
		if (replaced) {
			return "restart requested: " + how(end);
		}
		return (wasUp || end.requested()) ? end.reason() : end.startFailure();
	}

	/**
	 * Return when a process is started that is going to fail as the one before.
	 */
	static String inVain(Restarts.Decision decision) {
		return decision.delay().toMillis() + " ms, and so on, since that will not change by itself";
	}

	static String in(Restarts.Decision decision, WorkerSettings settings) {
		String delay = decision.delay().toMillis() + " ms";
		return decision.tooMany() ? delay + ", and so on, since it has ended %d times within %d s"
			.formatted(settings.restart().maxRestarts() + 1, settings.restart().window().toSeconds()) : delay;
	}

	/**
	 * How serious something is.
	 */
	enum Level {

		/** For information. */
		INFO,

		/** A process has ended by itself. */
		WARN,

		/** A process has failed to start. */
		ERROR;

		/**
		 * Return how serious the end of a process is.
		 */
		static Level of(ProcessEnd end, boolean wasReady) {
			if (end.requested()) {
				return INFO;
			}
			return wasReady ? WARN : ERROR;
		}

	}

}
