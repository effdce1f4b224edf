package io.appinfra.net.autoconfigure.state.jdbc;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.sql.init.DatabaseInitializationMode;

/**
 * Properties of the shared state in a SQL database.
 */
@ConfigurationProperties("appinfra.net.state.jdbc")
public class JdbcStateProperties {

	/**
	 * Prefix of the names of the tables.
	 */
	private String tablePrefix = "APPINFRA_";

	/**
	 * When the tables are created.
	 */
	private DatabaseInitializationMode initializeSchema = DatabaseInitializationMode.EMBEDDED;

	/**
	 * How often changes of maps that other instances have made are looked for.
	 */
	private Duration pollInterval = Duration.ofMillis(500);

	/**
	 * Maximum number of connections, which nothing else uses.
	 */
	private int poolSize = 4;

	public String getTablePrefix() {
		return this.tablePrefix;
	}

	public void setTablePrefix(String tablePrefix) {
		this.tablePrefix = tablePrefix;
	}

	public DatabaseInitializationMode getInitializeSchema() {
		return this.initializeSchema;
	}

	public void setInitializeSchema(DatabaseInitializationMode initializeSchema) {
		this.initializeSchema = initializeSchema;
	}

	public Duration getPollInterval() {
		return this.pollInterval;
	}

	public void setPollInterval(Duration pollInterval) {
		this.pollInterval = pollInterval;
	}

	public int getPoolSize() {
		return this.poolSize;
	}

	public void setPoolSize(int poolSize) {
		this.poolSize = poolSize;
	}

}
