package io.appinfra.net.services;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.TimeUnit;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.ConnectionMetaData;
import jakarta.jms.Destination;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import org.jspecify.annotations.Nullable;

/**
 * Stands for a broker whose queues always have a message.
 */
final class Broker {

	private static final Class<?>[] TYPES = { ConnectionFactory.class, Connection.class, Session.class,
			MessageConsumer.class, Destination.class, Queue.class, TextMessage.class, ConnectionMetaData.class };

	private Broker() {
	}

	static ConnectionFactory connectionFactory() {
		return (ConnectionFactory) of(ConnectionFactory.class);
	}

	private static Object of(Class<?> type) {
		InvocationHandler handler = (proxy, method, args) -> switch (method.getName()) {
			case "getText" -> "text";
			case "toString" -> type.getSimpleName() + " of a broker";
			case "equals" -> proxy == args[0];
			case "hashCode" -> System.identityHashCode(proxy);
			case "receive" -> message();
			default -> result(method.getReturnType());
		};
		return Proxy.newProxyInstance(Broker.class.getClassLoader(), new Class<?>[] { type }, handler);
	}

	private static Object message() throws InterruptedException {
		TimeUnit.MILLISECONDS.sleep(20);
		return of(TextMessage.class);
	}

	private static @Nullable Object result(Class<?> type) {
		for (Class<?> known : TYPES) {
			if (type == known) {
				return of(known);
			}
		}
		if (type == boolean.class) {
			return false;
		}
		if (type == long.class) {
			return 0L;
		}
		return (type == int.class) ? 0 : null;
	}

}
