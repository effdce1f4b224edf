package io.appinfra.net.state.redis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.StateUnavailableException;

/**
 * Runs scripts. Where replicas have to confirm what they change, which holds up a
 * connection, writers take turns on a few.
 */
final class RedisScripts implements AutoCloseable {

	private static final int WRITERS = 4;

	private final RedisLink operations;

	private final RedisLink renewals;

	private final RedisStateSettings settings;

	private final byte[] prefix;

	private final List<RedisLink> writers = new ArrayList<>();

	private final BlockingQueue<RedisLink> idleWriters = new LinkedBlockingQueue<>();

	RedisScripts(RedisConnections connections, RedisServers servers, RedisStateSettings settings) {
		this.settings = settings;
		this.prefix = RedisBytes.of(settings.prefix());
		this.operations = new RedisLink(connections, servers.addresses(), settings.timeout());
		this.renewals = new RedisLink(connections, servers.addresses(), settings.timeout());
		for (int i = 0; i < WRITERS && settings.waitReplicas() > 0; i++) {
			this.writers.add(new RedisLink(connections, servers.addresses(), settings.timeout()));
		}
		this.idleWriters.addAll(this.writers);
	}

	RedisLink operations() {
		return this.operations;
	}

	RedisLink renewals() {
		return this.renewals;
	}

	@Nullable String text(RedisScript script, Object... arguments) {
		byte[] result = bytes(script, arguments);
		return (result != null) ? RedisBytes.text(result) : null;
	}

	byte @Nullable [] bytes(RedisScript script, Object... arguments) {
		return this.<byte @Nullable []>change(script, list(arguments));
	}

	long number(RedisScript script, Object... arguments) {
		return this.<Long>change(script, list(arguments));
	}

	<T extends @Nullable Object> T change(RedisScript script, List<byte[]> arguments) {
		return (this.settings.waitReplicas() > 0) ? confirmed(script, arguments)
				: this.operations.run(script, true, this.prefix, arguments);
	}

	/**
	 * Change something with a command that is no script.
	 * @param <T> the type of the result
	 * @param command sends it
	 * @return the result
	 */
	<T extends @Nullable Object> T change(RedisLink.Command<T> command) {
		return (this.settings.waitReplicas() > 0) ? confirmed((link) -> link.call(true, command))
				: this.operations.call(true, command);
	}

	<T extends @Nullable Object> T read(RedisScript script, Object... arguments) {
		return this.operations.run(script, false, this.prefix, list(arguments));
	}

	@Nullable String renew(String owner) {
		byte[] micros = this.renewals.run(RedisScript.RENEW, true, this.prefix,
				list(owner, this.settings.lease().toMillis()));
		return (micros != null) ? RedisBytes.text(micros) : null;
	}

	private <T extends @Nullable Object> T confirmed(RedisScript script, List<byte[]> arguments) {
		return confirmed((link) -> link.run(script, true, this.prefix, arguments));
	}

	private <T extends @Nullable Object> T confirmed(Write<T> write) {
		RedisLink writer = takeWriter();
		try {
			T result = write.on(writer);
			long confirmed = writer.call(true, (commands) -> commands.waitForReplication(this.settings.waitReplicas(),
					this.settings.waitTimeout().toMillis()));
			if (confirmed < this.settings.waitReplicas()) {
				throw new StateUnavailableException(
						"A change was made, but confirmed by %d of %d replicas within %d ms: it is lost if the master is."
							.formatted(confirmed, this.settings.waitReplicas(), this.settings.waitTimeout().toMillis()),
						true, null);
			}
			return result;
		}
		finally {
			this.idleWriters.add(writer);
		}
	}

	private RedisLink takeWriter() {
		try {
			RedisLink writer = this.idleWriters.poll(this.settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
			if (writer != null) {
				return writer;
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		throw new StateUnavailableException("No connection for a write that waits for replicas was free within %d ms. "
			.formatted(this.settings.timeout().toMillis()) + "Nothing was changed.", false, null);
	}

	private static List<byte[]> list(Object... arguments) {
		return Arrays.stream(arguments).map(RedisScripts::argument).toList();
	}

	private static byte[] argument(Object argument) {
		return (argument instanceof byte[] bytes) ? bytes : RedisBytes.of(argument.toString());
	}

	@Override
	public void close() {
		this.operations.close();
		this.renewals.close();
		this.writers.forEach(RedisLink::close);
	}

	@FunctionalInterface
	private interface Write<T extends @Nullable Object> {

		T on(RedisLink link);

	}

}
