package io.appinfra.net.autoconfigure.state;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * Properties of the shared state.
 */
@ConfigurationProperties("appinfra.net.state")
public class StateProperties {

	/**
	 * Where the shared state is kept.
	 */
	private Store store = Store.LOCAL;

	/**
	 * Maximum number of entries of a map. There can be as many maps, and as many
	 * counters.
	 */
	private int maxEntries = 100_000;

	/**
	 * Maximum size of a value as JSON.
	 */
	private DataSize maxValueSize = DataSize.ofMegabytes(1);

	public Store getStore() {
		return this.store;
	}

	public void setStore(Store store) {
		this.store = store;
	}

	public int getMaxEntries() {
		return this.maxEntries;
	}

	public void setMaxEntries(int maxEntries) {
		this.maxEntries = maxEntries;
	}

	public DataSize getMaxValueSize() {
		return this.maxValueSize;
	}

	public void setMaxValueSize(DataSize maxValueSize) {
		this.maxValueSize = maxValueSize;
	}

	/**
	 * Where the shared state can be kept.
	 */
	public enum Store {

		/**
		 * In the memory of the web process.
		 */
		LOCAL

	}

}
