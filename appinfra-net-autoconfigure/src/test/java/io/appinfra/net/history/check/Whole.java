package io.appinfra.net.history.check;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The content of a small map as one number, since operations on whole maps are recorded
 * and checked as those on one entry are: four entries of 15 bits each, of which 0 is
 * absent.
 */
public final class Whole {

	public static final int ENTRIES = 4;

	public static final int BITS = 15;

	private static final long MASK = (1L << BITS) - 1;

	private Whole() {
	}

	/**
	 * Return a content with only one entry.
	 * @param entry the number of the entry
	 * @param value its value, of which the lowest bits count
	 * @return the content
	 */
	public static long of(int entry, long value) {
		return (value & MASK) << (entry * BITS);
	}

	public static long of(Map<String, Long> map) {
		long content = 0;
		for (int entry = 0; entry < ENTRIES; entry++) {
			content |= of(entry, map.getOrDefault("" + entry, 0L));
		}
		return content;
	}

	public static Map<String, Long> map(long content) {
		Map<String, Long> map = new LinkedHashMap<>();
		for (int entry = 0; entry < ENTRIES; entry++) {
			if (value(content, entry) != 0) {
				map.put("" + entry, value(content, entry));
			}
		}
		return map;
	}

	/**
	 * Put all entries of another content.
	 * @param content the content before
	 * @param others the other content
	 * @return the content after
	 */
	public static long putAll(long content, long others) {
		return remove(content, others) | others;
	}

	/**
	 * Remove all entries that another content has.
	 * @param content the content before
	 * @param others the other content
	 * @return the content after
	 */
	static long remove(long content, long others) {
		long after = content;
		for (int entry = 0; entry < ENTRIES; entry++) {
			if (value(others, entry) != 0) {
				after &= ~of(entry, MASK);
			}
		}
		return after;
	}

	static int size(long content) {
		return map(content).size();
	}

	private static long value(long content, int entry) {
		return (content >>> (entry * BITS)) & MASK;
	}

}
