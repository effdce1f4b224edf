package io.appinfra.net.clustered;

/**
 * A call of a ticker.
 *
 * @param instance the instance
 * @param ticker the name of the ticker
 * @param method the method
 * @param number the number of the tick
 * @param token its fencing token
 * @param at when, in milliseconds since the epoch
 * @param pid in which process
 * @param due when the tick was due, in milliseconds since the epoch
 * @param skipped how many ticks were left out before it
 */
record Call(String instance, String ticker, String method, long number, long token, long at, long pid, long due,
		long skipped) {

	static Call of(String line) {
		String[] words = line.split(" ");
		return new Call(words[0], words[1], words[2], Long.parseLong(words[3]), Long.parseLong(words[4]),
				Long.parseLong(words[5]), Long.parseLong(words[6]), Long.parseLong(words[7]), Long.parseLong(words[8]));
	}

}
