package io.appinfra.net.remote.connection;

import java.util.List;

/**
 * The connection details of one bean, as they are sent.
 *
 * @param name the name of the bean
 * @param primary whether it comes before others of its type
 * @param interfaces the names of its interfaces
 * @param values what its methods return, see {@link SentValues}; empty if that cannot be
 * sent
 * @param problem why it cannot be sent, empty if it can
 */
record DetailsMessage(String name, boolean primary, List<String> interfaces, List<?> values, String problem) {

	/**
	 * Return this as what the value of a property can be in a message.
	 * @return the components in their order
	 */
	List<Object> toList() {
		return List.of(this.name, this.primary, this.interfaces, this.values, this.problem);
	}

	/**
	 * Return what was sent.
	 * @param sent what {@link #toList()} has returned
	 * @return the details
	 */
	static DetailsMessage of(List<?> sent) {
		return new DetailsMessage((String) sent.get(0), (Boolean) sent.get(1),
				((List<?>) sent.get(2)).stream().map(String.class::cast).toList(), (List<?>) sent.get(3),
				(String) sent.get(4));
	}

}
