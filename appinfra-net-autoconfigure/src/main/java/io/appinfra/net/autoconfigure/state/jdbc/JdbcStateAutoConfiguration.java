package io.appinfra.net.autoconfigure.state.jdbc;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.jdbc.EmbeddedDatabaseConnection;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

import io.appinfra.net.ConditionalOnRole;
import io.appinfra.net.Role;
import io.appinfra.net.autoconfigure.state.ClusterProperties;
import io.appinfra.net.autoconfigure.state.FirstConnection;
import io.appinfra.net.autoconfigure.state.StateAutoConfiguration;
import io.appinfra.net.autoconfigure.state.StateProperties;
import io.appinfra.net.state.StateStore;
import io.appinfra.net.state.jdbc.JdbcDialect;
import io.appinfra.net.state.jdbc.JdbcSchema;
import io.appinfra.net.state.jdbc.JdbcStateStore;
import io.appinfra.net.state.jdbc.JdbcStoreSettings;

/**
 * Auto-configuration of the shared state in a SQL database.
 */
@AutoConfiguration(before = StateAutoConfiguration.class,
		afterName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
@ConditionalOnClass({ DataSource.class, JdbcConnectionDetails.class, HikariDataSource.class,
		DatabaseInitializationMode.class })
@ConditionalOnRole(Role.WEB)
@ConditionalOnProperty(name = "appinfra.net.state.store", havingValue = "jdbc")
@ConditionalOnMissingBean(StateStore.class)
@EnableConfigurationProperties({ StateProperties.class, ClusterProperties.class, JdbcStateProperties.class })
public final class JdbcStateAutoConfiguration {

	@Bean(destroyMethod = "close")
	@DependsOnDatabaseInitialization
	JdbcStateStore stateStore(ObjectProvider<JdbcConnectionDetails> details, ObjectProvider<DataSource> application,
			StateProperties properties, ClusterProperties cluster, JdbcStateProperties jdbc, Environment environment) {
		JdbcStoreSettings settings = settings(properties, cluster, jdbc, environment);
		HikariDataSource pool = StatePool.create(details.getIfUnique(), application.getIfUnique(), jdbc.getPoolSize(),
				settings.timeout());
		try {
			return new JdbcStateStore(pool, prepare(pool, jdbc), settings);
		}
		catch (RuntimeException ex) {
			pool.close();
			throw ex;
		}
	}

	private static JdbcDialect prepare(HikariDataSource pool, JdbcStateProperties jdbc) {
		JdbcDialect dialect = StatePool.dialect(pool);
		JdbcSchema schema = new JdbcSchema(pool, dialect, jdbc.getTablePrefix());
		return FirstConnection.open(() -> {
			if (isCreated(jdbc.getInitializeSchema(), pool)) {
				schema.create();
			}
			schema.check();
			return dialect;
		}, StatePool::isCut);
	}

	private static boolean isCreated(DatabaseInitializationMode mode, DataSource dataSource) {
		return switch (mode) {
			case ALWAYS -> true;
			case EMBEDDED -> EmbeddedDatabaseConnection.isEmbedded(dataSource);
			case NEVER -> false;
		};
	}

	private static JdbcStoreSettings settings(StateProperties properties, ClusterProperties cluster,
			JdbcStateProperties jdbc, Environment environment) {
		if (jdbc.getPoolSize() < 2) {
			throw new InvalidConfigurationPropertyValueException("appinfra.net.state.jdbc.pool-size",
					jdbc.getPoolSize(), "It must be at least 2, as renewals must not wait for operations.");
		}
		try {
			return new JdbcStoreSettings(properties.toNamespace(environment), jdbc.getTablePrefix(),
					properties.getTimeout(), cluster.toLease(), jdbc.getPollInterval(), properties.toLimits());
		}
		catch (IllegalArgumentException ex) {
			throw new FailureAnalyzedException("The shared state cannot be kept in the database: " + ex.getMessage(),
					"Correct 'appinfra.net.state.namespace', 'appinfra.net.state.timeout' or 'appinfra.net.state.jdbc.*'.",
					ex);
		}
	}

}
