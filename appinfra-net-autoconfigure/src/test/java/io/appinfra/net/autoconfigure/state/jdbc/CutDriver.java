package io.appinfra.net.autoconfigure.state.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;

import org.jspecify.annotations.Nullable;

/**
 * A driver before another one, whose connection ends when a certain statement is asked
 * for.
 */
public final class CutDriver implements Driver, AutoCloseable {

	private static final String PREFIX = "jdbc:cut:";

	private static final AtomicInteger left = new AtomicInteger();

	public CutDriver() throws SQLException {
		DriverManager.registerDriver(this);
	}

	static String url(String url) {
		return url.replaceFirst("jdbc:", PREFIX);
	}

	/**
	 * End a connection.
	 * @param statement at which statement from now on, counted from 1
	 */
	void cut(int statement) {
		left.set(statement);
	}

	boolean hasCut() {
		return left.get() <= 0;
	}

	@Override
	public @Nullable Connection connect(String url, Properties info) throws SQLException {
		return acceptsURL(url) ? cutting(DriverManager.getConnection(url.replaceFirst(PREFIX, "jdbc:"), info)) : null;
	}

	private static Connection cutting(Connection connection) {
		return (Connection) Proxy.newProxyInstance(CutDriver.class.getClassLoader(),
				new Class<?>[] { Connection.class }, (proxy, method, arguments) -> {
					if (method.getName().matches("(create|prepare)Statement") && left.decrementAndGet() == 0) {
						connection.close();
						throw new SQLException("The connection was cut", "08006");
					}
					try {
						return method.invoke(connection, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getCause();
					}
				});
	}

	@Override
	public boolean acceptsURL(String url) {
		return url.startsWith(PREFIX);
	}

	@Override
	public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
		return new DriverPropertyInfo[0];
	}

	@Override
	public int getMajorVersion() {
		return 1;
	}

	@Override
	public int getMinorVersion() {
		return 0;
	}

	@Override
	public boolean jdbcCompliant() {
		return false;
	}

	@Override
	public Logger getParentLogger() throws SQLFeatureNotSupportedException {
		throw new SQLFeatureNotSupportedException();
	}

	@Override
	public void close() throws SQLException {
		DriverManager.deregisterDriver(this);
	}

}
