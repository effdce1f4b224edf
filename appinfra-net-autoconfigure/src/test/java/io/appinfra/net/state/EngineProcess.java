package io.appinfra.net.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A server with state, whose processes a test disturbs.
 */
public interface EngineProcess extends AutoCloseable {

	/**
	 * Return the processes of the server, the first of them before its children.
	 * @return the processes
	 */
	Stream<ProcessHandle> processes();

	/**
	 * Send a signal to the processes of the server.
	 * @param signal its name
	 */
	default void signal(String signal) {
		List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
		processes().map((process) -> "" + process.pid()).forEach(command::add);
		try {
			new ProcessBuilder(command).start().waitFor();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Kill the server.
	 */
	default void kill() {
		List<ProcessHandle> killed = processes().toList();
		killed.forEach(ProcessHandle::destroyForcibly);
		killed.forEach((process) -> process.onExit().join());
	}

	/**
	 * Start the server that was killed, with what it had on its disk.
	 * @throws IOException if it does not start
	 */
	void startAgain() throws IOException;

	@Override
	void close() throws IOException;

}
