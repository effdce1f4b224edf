package io.appinfra.net.ticker.local;

/**
 * Says what held up a scheduler.
 */
interface SchedulerDelays {

	/**
	 * That of a scheduler that has nothing to do but to say when: only a pause of the
	 * whole process can hold it up.
	 */
	SchedulerDelays OF_OWN_SCHEDULER = (from, to) -> PauseMeter.PAUSE;

	/**
	 * Return what held up the scheduler.
	 * @param due when it should have acted, in nanoseconds of the monotonic clock
	 * @param acted when it did
	 * @return the cause in words that follow "held up by"
	 */
	String cause(long due, long acted);

}
