package io.appinfra.net.worker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import io.appinfra.net.DetachedThreads;
import io.appinfra.net.channel.SocketDirectory;

/**
 * Ends the worker at once when the web process is gone, whatever the worker is doing. The
 * end of the standard input shows it first; the exit of the parent process is a backup.
 */
final class Lifeline {

	/**
	 * The exit code of a worker whose web process is gone.
	 */
	static final int WEB_PROCESS_GONE = 70;

	/**
	 * The exit code of a worker that has received what it does not expect.
	 */
	static final int UNEXPECTED = 71;

	private static final Duration STDIN_ENDS_TOO = Duration.ofMillis(200);

	/**
	 * The system closes what a killed process has open one after the other, on a busy
	 * machine with pauses between.
	 */
	private static final int LOOKS_AT_SOCKET = 6;

	private static final Duration NEXT_LOOK = Duration.ofMillis(50);

	private Lifeline() {
	}

	static void watch(InputStream stdin, Path socket) {
		ProcessHandle.current()
			.parent()
			.ifPresent((parent) -> parent.onExit()
				.thenRun(() -> end(WEB_PROCESS_GONE, () -> SocketDirectory.delete(socket))));
		Thread thread = DetachedThreads.daemon("appinfra-lifeline", () -> {
			awaitEnd(stdin);
			end(WEB_PROCESS_GONE, () -> SocketDirectory.delete(socket));
		});
		thread.setPriority(Thread.MAX_PRIORITY);
		thread.start();
	}

	private static void awaitEnd(InputStream stdin) {
		try {
			while (stdin.read() >= 0) {
				// the web process writes nothing more
			}
		}
		catch (IOException ex) {
			// as good as the end
		}
	}

	/**
	 * End the worker because one of its connections is closed: it is of no use without.
	 * If the web process is gone altogether, the end of the standard input most often
	 * shows it first.
	 * @param socket the path of the web process's socket
	 */
	static void connectionClosed(Path socket) {
		Thread.interrupted();
		LockSupport.parkNanos(STDIN_ENDS_TOO.toNanos());
		for (int i = 0; i < LOOKS_AT_SOCKET && !SocketDirectory.deleteIfDead(socket); i++) {
			LockSupport.parkNanos(NEXT_LOOK.toNanos());
		}
		end(WEB_PROCESS_GONE, () -> {
		});
	}

	/**
	 * End the worker because of what it has received.
	 * @param failure why that cannot be handled
	 */
	static void unexpected(Throwable failure) {
		end(UNEXPECTED, failure::printStackTrace);
	}

	private static synchronized void end(int exitCode, Runnable first) {
		try {
			first.run();
		}
		finally {
			Runtime.getRuntime().halt(exitCode);
		}
	}

}
