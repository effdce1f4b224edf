package io.appinfra.net.ticker.schedule;

/**
 * The tick of a schedule that began last. All times are nanoseconds of one clock. Not
 * safe for use by several threads at once.
 */
public final class BegunTick {

	private Phase phase = Phase.ENDED;

	private boolean failed;

	private long dueAt;

	private long plannedAt;

	private long skipped;

	/**
	 * The tick that is due begins.
	 * @param rule says what was due
	 * @param dueAt when it was due, jitter included
	 * @param now the present time
	 */
	public void begin(TickRule rule, long dueAt, long now) {
		long plannedAt = rule.due();
		rule.begin(now);
		begin(Phase.IN_TURN, dueAt, plannedAt, rule.takeSkipped());
	}

	/**
	 * A tick begins that is not due, but asked for.
	 * @param now the present time
	 */
	public void beginOutOfTurn(long now) {
		begin(Phase.OUT_OF_TURN, now, now, 0);
	}

	private void begin(Phase phase, long dueAt, long plannedAt, long skipped) {
		this.phase = phase;
		this.failed = false;
		this.dueAt = dueAt;
		this.plannedAt = plannedAt;
		this.skipped = skipped;
	}

	/**
	 * The tick fails.
	 */
	public void fail() {
		this.failed = true;
	}

	/**
	 * The tick ends, if it has not.
	 * @param rule says what is due after it
	 * @param now the present time
	 * @return whether a tick has ended that was due
	 */
	public boolean end(TickRule rule, long now) {
		Phase ended = this.phase;
		this.phase = Phase.ENDED;
		switch (ended) {
			case IN_TURN -> rule.end(now, this.failed);
			case OUT_OF_TURN -> rule.endOutOfTurn(now, this.failed);
			case ENDED -> {
			}
		}
		return ended == Phase.IN_TURN;
	}

	/**
	 * The schedule does not wait for the tick to end.
	 */
	public void forget() {
		this.phase = Phase.ENDED;
	}

	/**
	 * Return whether a tick is running that was due.
	 * @return whether one is
	 */
	public boolean isInTurn() {
		return this.phase == Phase.IN_TURN;
	}

	/**
	 * Return when the tick was due, jitter included.
	 * @return the time
	 */
	public long dueAt() {
		return this.dueAt;
	}

	/**
	 * Return when the tick was due without jitter.
	 * @return the time
	 */
	public long plannedAt() {
		return this.plannedAt;
	}

	/**
	 * Return how many ticks were left out before it.
	 * @return the number of ticks
	 */
	public long skipped() {
		return this.skipped;
	}

	private enum Phase {

		IN_TURN, OUT_OF_TURN, ENDED

	}

}
