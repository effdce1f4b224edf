package io.appinfra.net.services;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Notes statements that change a schema, and those that remove expired sessions.
 */
class StatementWatch implements BeanPostProcessor {

	private final ObjectProvider<Effects> effects;

	StatementWatch(ObjectProvider<Effects> effects) {
		this.effects = effects;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String name) {
		return (bean instanceof DataSource dataSource) ? new Watched(dataSource) : bean;
	}

	private void note(String sql) {
		String statement = sql.strip().toLowerCase(Locale.ROOT);
		if (statement.matches("(?s)(create|alter|drop|truncate)\\b.*")) {
			this.effects.getObject().add("schema changed");
		}
		else if (statement.matches("(?s)delete from spring_session\\s.*expiry_time.*")) {
			this.effects.getObject().add("sessions removed");
		}
	}

	private <T> T watched(Class<T> type, T target) {
		return type.cast(
				Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { type }, (proxy, method, args) -> {
					if (args != null && args[0] instanceof String sql
							&& method.getName().matches("(execute|prepare).*")) {
						note(sql);
					}
					return watched(invoke(target, method, args));
				}));
	}

	private static @Nullable Object invoke(Object target, Method method, @Nullable Object @Nullable [] args)
			throws Throwable {
		try {
			return method.invoke(target, args);
		}
		catch (InvocationTargetException ex) {
			throw ex.getCause();
		}
	}

	private @Nullable Object watched(@Nullable Object result) {
		return (result != null && result.getClass().getSimpleName().contains("ProxyStatement"))
				? watched(Statement.class, (Statement) result) : result;
	}

	private final class Watched extends DelegatingDataSource {

		Watched(DataSource target) {
			super(target);
		}

		@Override
		public Connection getConnection() throws SQLException {
			return watched(Connection.class, super.getConnection());
		}

	}

}
