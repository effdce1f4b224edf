package io.appinfra.net.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.appinfra.net.DetachedThreads;

/**
 * A running Java process. Its output is drained from the start; its standard input stays
 * open as long as this process lives, and its end shows the other one that this one is
 * gone. Safe for use by many threads.
 */
public final class ChildProcess {

	private static final int LAST_LINES = 40;

	private static final Duration AFTER_EXIT = Duration.ofMillis(500);

	private static final AtomicLong argumentFiles = new AtomicLong();

	private static final Log logger = LogFactory.getLog(ChildProcess.class);

	private final Process process;

	private final Deque<String> lastLines = new ArrayDeque<>();

	private final CompletableFuture<ExitCode> exit;

	private ChildProcess(Process process, Consumer<String> output, Duration patience) {
		this.process = process;
		CompletableFuture<Void> out = drain(process.getInputStream(), output, "out");
		CompletableFuture<Void> err = drain(process.getErrorStream(), output, "err");
		this.exit = process.onExit()
			.thenCompose(
					(exited) -> drained(out, err, patience).thenApply((drained) -> new ExitCode(exited.exitValue())));
	}

	/**
	 * What a process has started itself can hold its output open for longer than it
	 * lives: do not wait for that.
	 */
	private static CompletableFuture<Void> drained(CompletableFuture<?> out, CompletableFuture<?> err,
			Duration patience) {
		return CompletableFuture.allOf(out, err).completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS);
	}

	/**
	 * Start a process.
	 * @param command what to start
	 * @param directory where an argument file may be written
	 * @param input the lines that the process is to read from its standard input
	 * @param output is given each line of its standard output and standard error, by two
	 * threads
	 * @return the process
	 * @throws ProcessStartException if it cannot be started
	 */
	public static ChildProcess start(JavaCommand command, Path directory, List<String> input, Consumer<String> output) {
		return start(command, directory, input, output, AFTER_EXIT);
	}

	/**
	 * Start a process.
	 * @param command what to start
	 * @param directory where an argument file may be written
	 * @param input the lines that the process is to read from its standard input
	 * @param output is given each line of its standard output and standard error, by two
	 * threads
	 * @param patience how long to read on when the process has exited, while something
	 * holds its output open
	 * @return the process
	 * @throws ProcessStartException if it cannot be started
	 */
	static ChildProcess start(JavaCommand command, Path directory, List<String> input, Consumer<String> output,
			Duration patience) {
		Path argumentFile = directory.resolve(argumentFiles.incrementAndGet() + ".args");
		List<String> line = command.line(argumentFile);
		try {
			ProcessBuilder builder = new ProcessBuilder(line);
			command.prepare(builder.environment());
			ChildProcess child = watch(builder.start(), input, output, patience);
			child.exit.thenRun(() -> delete(argumentFile));
			return child;
		}
		catch (IOException ex) {
			delete(argumentFile);
			throw new ProcessStartException(line, ex);
		}
	}

	private static ChildProcess watch(Process process, List<String> input, Consumer<String> output, Duration patience) {
		try {
			ChildProcess child = new ChildProcess(process, output, patience);
			child.write(input);
			return child;
		}
		catch (RuntimeException | Error ex) {
			process.destroyForcibly();
			throw ex;
		}
	}

	private static void delete(Path argumentFile) {
		try {
			Files.deleteIfExists(argumentFile);
		}
		catch (IOException ex) {
			logger.debug("An argument file could not be deleted", ex);
		}
	}

	/**
	 * Return the id of the process.
	 * @return the process id
	 */
	public long pid() {
		return this.process.pid();
	}

	/**
	 * Return how the process has ended.
	 * @return is completed when the process has exited and all its output is read
	 */
	public CompletableFuture<ExitCode> exit() {
		return this.exit;
	}

	/**
	 * Return the last lines that the process has written.
	 * @return the last lines, the newest at the end
	 */
	public List<String> lastLines() {
		synchronized (this.lastLines) {
			return List.copyOf(this.lastLines);
		}
	}

	/**
	 * Ask the process to end: SIGTERM, where the system has signals.
	 * {@link Process#destroy()} would also close the standard input, which shows the
	 * process that this one is gone.
	 */
	public void terminate() {
		this.process.toHandle().destroy();
	}

	/**
	 * End the process at once: SIGKILL, where the system has signals.
	 */
	public void kill() {
		this.process.toHandle().destroyForcibly();
	}

	private void write(List<String> input) {
		try {
			OutputStream stdin = this.process.getOutputStream();
			stdin.write((String.join("\n", input) + "\n").getBytes(StandardCharsets.UTF_8));
			stdin.flush();
		}
		catch (IOException ex) {
			kill();
		}
	}

	private CompletableFuture<Void> drain(InputStream stream, Consumer<String> output, String name) {
		CompletableFuture<Void> drained = new CompletableFuture<>();
		LineReader reader = new LineReader((line) -> {
			remember(line);
			try {
				output.accept(line);
			}
			catch (RuntimeException ex) {
				remember("The line before could not be passed on: " + ex);
			}
		});
		DetachedThreads.daemon("appinfra-worker-%d-%s".formatted(this.process.pid(), name), () -> {
			try {
				reader.drain(stream);
			}
			catch (IOException ex) {
				remember("The output could not be read: " + ex);
			}
			finally {
				drained.complete(null);
			}
		}).start();
		return drained;
	}

	/**
	 * Count a line among the last that the process has written, because it came another
	 * way.
	 * @param line the line
	 */
	public void remember(String line) {
		synchronized (this.lastLines) {
			this.lastLines.addLast(line);
			if (this.lastLines.size() > LAST_LINES) {
				this.lastLines.removeFirst();
			}
		}
	}

}
