package io.appinfra.net.remote.lifecycle;

/**
 * A process of a worker, as its worker sees it.
 */
public interface WorkerProcess {

	/**
	 * Return the id of the process.
	 * @return the process id
	 */
	long pid();

	/**
	 * Stop it normally: a message, then SIGTERM, then SIGKILL.
	 */
	void stop();

	/**
	 * End it as soon as it has reported what its threads do, or a second later.
	 * @param why why, for the operator to read
	 */
	void kill(String why);

	/**
	 * End it at once, since it is not needed any more.
	 * @param why why, for the operator to read
	 */
	void discard(String why);

	/**
	 * Starts processes of a worker.
	 */
	interface Launcher {

		/**
		 * Start a process.
		 * @param listener takes what it reports
		 * @return the process
		 * @throws io.appinfra.net.process.ProcessStartException if it cannot be started
		 */
		WorkerProcess launch(ProcessListener listener);

		/**
		 * Return whether a process should be started that writes a class data archive,
		 * from which later ones start faster.
		 * @return whether one should be started
		 */
		boolean isArchiveMissing();

		/**
		 * Start the process that writes the archive. It is stopped as soon as it is
		 * prepared, and writes as it exits.
		 * @param listener takes what it reports
		 * @return the process
		 * @throws io.appinfra.net.process.ProcessStartException if it cannot be started
		 */
		WorkerProcess launchWriter(ProcessListener listener);

		/**
		 * The process that was to write the archive has ended.
		 * @param normally whether it was prepared and exited normally
		 */
		void writerEnded(boolean normally);

	}

}
