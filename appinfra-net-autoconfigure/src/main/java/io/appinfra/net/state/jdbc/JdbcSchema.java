package io.appinfra.net.state.jdbc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.datasource.init.DatabasePopulatorUtils;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/**
 * The tables of a {@link JdbcStateStore}.
 */
public final class JdbcSchema {

	/**
	 * The version of the tables that this code works with.
	 */
	static final int VERSION = 1;

	private static final String PROPERTY = "appinfra.net.state.jdbc.initialize-schema";

	private static final String DEFAULT_PREFIX = "APPINFRA_";

	/**
	 * An index is in the schema of its table, which its own name must not have.
	 */
	private static final String INDEX = "ENTRIES_VERSION";

	private static final int ATTEMPTS = 3;

	private final DataSource dataSource;

	private final JdbcDialect dialect;

	private final String prefix;

	/**
	 * Create a view of the tables.
	 * @param dataSource connects to the database
	 * @param dialect the dialect of the database
	 * @param prefix what the names of the tables begin with
	 */
	public JdbcSchema(DataSource dataSource, JdbcDialect dialect, String prefix) {
		this.dataSource = dataSource;
		this.dialect = dialect;
		this.prefix = prefix;
	}

	/**
	 * Create the tables, unless they are there: the script waits for all who write to
	 * them, and who writes later waits for the script. Other instances may do the same at
	 * the same time.
	 * @throws FailureAnalyzedException if the database refuses
	 */
	public void create() {
		if (isPresent()) {
			return;
		}
		for (int attempt = 1; !isCreated(attempt == ATTEMPTS); attempt++) {
			// Another instance has created some of the tables meanwhile
		}
	}

	private boolean isPresent() {
		try {
			return readVersion() > 0;
		}
		catch (SQLException ex) {
			return false;
		}
	}

	private boolean isCreated(boolean last) {
		try {
			DatabasePopulatorUtils.execute(new ResourceDatabasePopulator(script()), this.dataSource);
			return true;
		}
		catch (DataAccessException ex) {
			if (last) {
				throw new FailureAnalyzedException(
						"The tables of the shared state could not be created: "
								+ ex.getMostSpecificCause().getMessage(),
						"Give the database user the right to create them, or run the script '%s' yourself and set '%s' to 'never'."
							.formatted(this.dialect.script(), PROPERTY),
						ex);
			}
			return false;
		}
	}

	private ByteArrayResource script() {
		try {
			String script = new ClassPathResource(this.dialect.script()).getContentAsString(StandardCharsets.UTF_8);
			return new ByteArrayResource(script.replace(DEFAULT_PREFIX + INDEX, withoutSchema() + INDEX)
				.replace(DEFAULT_PREFIX, this.prefix)
				.getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new IllegalStateException("The script '%s' cannot be read".formatted(this.dialect.script()), ex);
		}
	}

	private String withoutSchema() {
		return this.prefix.substring(this.prefix.lastIndexOf('.') + 1);
	}

	/**
	 * Check that the tables are there, in the version that this code works with.
	 * @throws FailureAnalyzedException if they are not
	 */
	public void check() {
		int version = version();
		if (version != VERSION) {
			throw new FailureAnalyzedException(
					"The tables of the shared state have version %d, this release works with version %d."
						.formatted(version, VERSION),
					"Migrate them with the scripts of 'io/appinfra/net/state/jdbc', or set another 'appinfra.net.state.jdbc.table-prefix'.");
		}
	}

	private int version() {
		try {
			return readVersion();
		}
		catch (SQLException ex) {
			throw new FailureAnalyzedException("The tables of the shared state cannot be read: " + ex.getMessage(),
					"If they are not there, set '%s' to 'always', or run the script '%s'. If they are, give the database user the right to read and write them."
						.formatted(PROPERTY, this.dialect.script()),
					ex);
		}
	}

	private int readVersion() throws SQLException {
		try (Connection connection = this.dataSource.getConnection();
				Statement statement = connection.createStatement();
				ResultSet results = statement.executeQuery("SELECT MAX(VERSION) FROM " + this.prefix + "SCHEMA")) {
			results.next();
			return results.getInt(1);
		}
	}

}
