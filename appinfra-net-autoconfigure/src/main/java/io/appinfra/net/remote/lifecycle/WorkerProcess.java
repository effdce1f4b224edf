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
		 * Return whether a process should be started that makes later ones start faster.
		 * @return whether one should be started
		 */
		boolean needsTraining();

		/**
		 * Start such a process. It is stopped as soon as it is prepared.
		 * @param listener takes what it reports
		 * @return the process
		 * @throws io.appinfra.net.process.ProcessStartException if it cannot be started
		 */
		WorkerProcess launchTraining(ProcessListener listener);

		/**
		 * Such a process has ended.
		 * @param normally whether it was prepared and exited normally
		 */
		void trained(boolean normally);

	}

}
