package io.appinfra.net.history.check;

/**
 * What an operation does to the entry of a map or to a counter, and what it answers: the
 * specification that histories are checked against. An entry, a counter and the content
 * of a {@linkplain Whole whole map} are numbers here, an absent entry is
 * {@link Operation#ABSENT}.
 */
public enum Kind {

	GET((state, argument, expected) -> state, Answer.BEFORE),

	PUT((state, argument, expected) -> argument, Answer.BEFORE),

	PUT_IF_ABSENT((state, argument, expected) -> (state == Operation.ABSENT) ? argument : state, Answer.BEFORE),

	REPLACE((state, argument, expected) -> (state != Operation.ABSENT) ? argument : state, Answer.BEFORE),

	REPLACE_EQUAL((state, argument, expected) -> (state == expected) ? argument : state, Answer.EXPECTED),

	REMOVE((state, argument, expected) -> Operation.ABSENT, Answer.BEFORE),

	REMOVE_EQUAL((state, argument, expected) -> (state == expected) ? Operation.ABSENT : state, Answer.EXPECTED),

	COMPUTE((state, argument, expected) -> ((state != Operation.ABSENT) ? state : 0) + argument, Answer.AFTER),

	COUNT((state, argument, expected) -> state, Answer.BEFORE),

	ADD_AND_GET((state, argument, expected) -> state + argument, Answer.AFTER),

	COMPARE_AND_SET((state, argument, expected) -> (state == expected) ? argument : state, Answer.EXPECTED),

	PUT_ENTRIES((state, argument, expected) -> Whole.putAll(state, argument), Answer.NOTHING),

	REMOVE_ENTRY((state, argument, expected) -> Whole.remove(state, argument), Answer.NOTHING),

	CLEAR((state, argument, expected) -> 0, Answer.NOTHING),

	ENTRIES((state, argument, expected) -> state, Answer.BEFORE),

	SIZE((state, argument, expected) -> state, Answer.SIZE),

	LOCK((state, argument, expected) -> state, Answer.BEFORE),

	UNLOCK((state, argument, expected) -> state, Answer.BEFORE);

	private final Effect effect;

	private final Answer answer;

	Kind(Effect effect, Answer answer) {
		this.effect = effect;
		this.answer = answer;
	}

	/**
	 * Return the state after an operation.
	 * @param state the state before
	 * @param operation the operation
	 * @return the state after
	 */
	long after(long state, Operation operation) {
		return this.effect.apply(state, operation.argument(), operation.expected());
	}

	/**
	 * Return what an operation answers.
	 * @param state the state before
	 * @param operation the operation
	 * @return the result
	 */
	long result(long state, Operation operation) {
		return switch (this.answer) {
			case BEFORE -> state;
			case AFTER -> after(state, operation);
			case EXPECTED -> (state == operation.expected()) ? 1 : 0;
			case SIZE -> Whole.size(state);
			case NOTHING -> 0;
		};
	}

	long initial() {
		return (isOfCounter() || isOfMap()) ? 0 : Operation.ABSENT;
	}

	boolean isOfCounter() {
		return this == COUNT || this == ADD_AND_GET || this == COMPARE_AND_SET;
	}

	boolean isOfMap() {
		return this == PUT_ENTRIES || this == REMOVE_ENTRY || this == CLEAR || this == ENTRIES || this == SIZE;
	}

	boolean isOfLock() {
		return this == LOCK || this == UNLOCK;
	}

	/**
	 * Return whether the result shows in which state it happened.
	 * @return whether it does
	 */
	boolean answersBefore() {
		return this.answer != Answer.AFTER && this.answer != Answer.NOTHING;
	}

	public boolean reads() {
		return this == GET || this == COUNT || this == ENTRIES || this == SIZE;
	}

	private interface Effect {

		long apply(long state, long argument, long expected);

	}

	private enum Answer {

		BEFORE, AFTER, EXPECTED, SIZE, NOTHING

	}

}
