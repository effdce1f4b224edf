package io.appinfra.net.remote.state;

/**
 * Operations on the shared state. The constants' order is part of the protocol.
 */
public enum StateOperation {

	/** Map, key: the value. */
	GET,

	/** Map: all keys and values, in as many parts as it takes. */
	ENTRIES,

	/** Map: the number of keys. */
	SIZE,

	/** Map, key, value: the value before. */
	PUT,

	/** Map, keys and values to the end: nothing. */
	PUT_ALL,

	/** Map, key, version, value: the new version, -1 if it was not set. */
	COMPARE_AND_SET,

	/** Map, key: the value before. */
	REMOVE,

	/** Map: nothing. */
	CLEAR,

	/** Map: nothing; from then on its changes are sent. */
	LISTEN,

	/** Counter: the value. */
	COUNT,

	/** Counter, value: nothing. */
	SET_COUNT,

	/** Counter, delta: the new value. */
	ADD_AND_GET,

	/** Counter, expected, value: whether it was set. */
	COMPARE_AND_SET_COUNT,

	/** Lock: the fencing token, 0 if it is not free. */
	TRY_LOCK,

	/** Lock, fencing token: nothing. */
	UNLOCK,

	/** Lock, fencing token: for how many nanoseconds it is held for certain. */
	REMAINING

}
