package io.appinfra.net.state.jdbc;

/**
 * An attempt to take a lock, as the database knows it.
 *
 * @param store names the store that attempts it, in {@value #STORE_LENGTH} characters
 * @param number the number of the attempt
 * @param lock the name of the lock
 * @param owner on whose behalf
 */
record JdbcTicket(String store, long number, String lock, String owner) {

	static final int STORE_LENGTH = 16;

	private static final char SEPARATOR = '-';

	/**
	 * Return what is written into the tables, at most 36 characters.
	 * @return the text
	 */
	String id() {
		return this.store + SEPARATOR + this.number;
	}

	/**
	 * Return a pattern for {@code LIKE} that all tickets of a store match.
	 * @param store names the store
	 * @return the pattern
	 */
	static String allOf(String store) {
		return store + SEPARATOR + '%';
	}

	static long numberOf(String id) {
		return Long.parseLong(id.substring(STORE_LENGTH + 1));
	}

}
