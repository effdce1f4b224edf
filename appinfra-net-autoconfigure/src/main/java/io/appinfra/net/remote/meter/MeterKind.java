package io.appinfra.net.remote.meter;

/**
 * What a meter measures.
 */
public enum MeterKind {

	/**
	 * Something that is counted: what has come since the last report.
	 */
	COUNTER,

	/**
	 * How long something took, in nanoseconds: what has come since the last report.
	 */
	TIMER,

	/**
	 * Amounts of something: what has come since the last report.
	 */
	SUMMARY,

	/**
	 * A value that goes up and down: what it is.
	 */
	GAUGE,

	/**
	 * A count that somebody else keeps: what has come since the last report.
	 */
	FUNCTION_COUNTER,

	/**
	 * A count and a total time in nanoseconds that somebody else keeps: what has come
	 * since the last report.
	 */
	FUNCTION_TIMER

}
