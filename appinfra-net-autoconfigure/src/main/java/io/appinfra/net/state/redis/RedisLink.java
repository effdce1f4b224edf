package io.appinfra.net.state.redis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.RedisReadOnlyException;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import org.jspecify.annotations.Nullable;

import io.appinfra.net.StateUnavailableException;

/**
 * One connection for commands. One that has not answered for the time of an operation,
 * whether it is there or not, or leads to a server that takes no writes any more, is
 * replaced: nothing depends on the client to find the server again.
 */
final class RedisLink implements AutoCloseable {

	private final String addresses;

	private final Duration timeout;

	private final LastingConnection<StatefulConnection<byte[], byte[]>> connection;

	private volatile Runnable whenReplaced = () -> {
	};

	private volatile long lastAnswer;

	RedisLink(RedisConnections connections, String addresses, Duration timeout) {
		this.addresses = addresses;
		this.timeout = timeout;
		this.connection = new LastingConnection<>(connections, connections::connect, timeout,
				(next) -> this.whenReplaced.run());
		this.connection.begin(await(connections.connect().toCompletableFuture(), false));
	}

	/**
	 * Run an action each time that the connection was replaced.
	 * @param action the action, which does not wait
	 */
	void whenReplaced(Runnable action) {
		this.whenReplaced = action;
	}

	/**
	 * Run a script.
	 * @param <T> the type of the result
	 * @param script the script
	 * @param changes whether it changes anything
	 * @param prefix what all keys begin with
	 * @param arguments its arguments
	 * @return the result
	 * @throws StateUnavailableException if it did not succeed
	 */
	<T extends @Nullable Object> T run(RedisScript script, boolean changes, byte[] prefix, List<byte[]> arguments) {
		try {
			return run(CommandType.EVALSHA, script, changes, arguments(script.digest(), prefix, arguments));
		}
		catch (RedisNoScriptException ex) {
			return run(CommandType.EVAL, script, changes, arguments(script.source(), prefix, arguments));
		}
	}

	@SuppressWarnings("unchecked")
	private <T extends @Nullable Object> T run(CommandType type, RedisScript script, boolean changes,
			CommandArgs<byte[], byte[]> arguments) {
		return (T) this.<Object>call(changes,
				(commands) -> (Future<Object>) commands.dispatch(type, script.output(), arguments));
	}

	/**
	 * Return the arguments of a command as they are: the client would copy each of them
	 * once more if it were the value of a key.
	 */
	private static CommandArgs<byte[], byte[]> arguments(byte[] script, byte[] prefix, List<byte[]> arguments) {
		CommandArgs<byte[], byte[]> all = new CommandArgs<>(ByteArrayCodec.INSTANCE).add(script).add(1).addKey(prefix);
		arguments.forEach(all::add);
		return all;
	}

	/**
	 * Run a command.
	 * @param <T> the type of the result
	 * @param changes whether it changes anything
	 * @param command sends it
	 * @return the result
	 * @throws StateUnavailableException if it did not succeed
	 */
	<T extends @Nullable Object> T call(boolean changes, Command<T> command) {
		StatefulConnection<byte[], byte[]> current = this.connection.current();
		Future<T> answer;
		try {
			answer = command.send(RedisConnections.commands(current));
		}
		catch (RedisException ex) {
			replaceIfSilent();
			throw failure(ex, false);
		}
		return await(answer, changes);
	}

	private <T extends @Nullable Object> T await(Future<T> answer, boolean changes) {
		try {
			T result = get(answer);
			this.lastAnswer = System.nanoTime();
			return result;
		}
		catch (TimeoutException ex) {
			answer.cancel(true);
			replaceIfSilent();
			throw new StateUnavailableException("Redis at %s did not answer within %d ms. %s".formatted(this.addresses,
					this.timeout.toMillis(), advice(changes)), changes, ex);
		}
		catch (CancellationException ex) {
			replaceIfSilent();
			throw failure(ex, changes);
		}
		catch (ExecutionException ex) {
			throw refused(ex.getCause(), changes);
		}
	}

	/**
	 * Wait for an answer, also if the thread is interrupted, which it stays then.
	 */
	private <T extends @Nullable Object> T get(Future<T> answer) throws ExecutionException, TimeoutException {
		boolean interrupted = false;
		long deadline = System.nanoTime() + this.timeout.toNanos();
		try {
			while (true) {
				try {
					return answer.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private RuntimeException refused(Throwable cause, boolean changes) {
		if (cause instanceof RedisNoScriptException ex) {
			return ex;
		}
		if (cause instanceof RedisReadOnlyException) {
			this.connection.replace();
		}
		boolean answered = cause instanceof RedisCommandExecutionException;
		if (!answered) {
			replaceIfSilent();
		}
		boolean sent = !String.valueOf(cause.getMessage()).contains("rejected");
		return failure(cause, changes && !answered && sent);
	}

	private StateUnavailableException failure(Throwable cause, boolean unknown) {
		return new StateUnavailableException("Redis at %s did not carry out an operation: %s. %s"
			.formatted(this.addresses, rootMessage(cause), advice(unknown)), unknown, cause);
	}

	private static String advice(boolean unknown) {
		return unknown ? "It is not known whether the operation was carried out." : "Nothing was changed.";
	}

	private static String rootMessage(Throwable ex) {
		Throwable root = ex;
		while (root.getCause() != null) {
			root = root.getCause();
		}
		String message = String.valueOf(root.getMessage());
		return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
	}

	private void replaceIfSilent() {
		if (System.nanoTime() - this.lastAnswer >= this.timeout.toNanos()) {
			this.connection.replace();
		}
	}

	/**
	 * Replace the connection no more. The client closes it.
	 */
	@Override
	public void close() {
		this.connection.close();
	}

	/**
	 * Sends a command.
	 *
	 * @param <T> the type of the result
	 */
	@FunctionalInterface
	interface Command<T extends @Nullable Object> {

		Future<T> send(RedisClusterAsyncCommands<byte[], byte[]> commands);

	}

}
