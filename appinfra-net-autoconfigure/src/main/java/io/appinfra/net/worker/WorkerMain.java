package io.appinfra.net.worker;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.springframework.aot.AotDetector;
import org.springframework.core.SpringProperties;

import io.appinfra.net.Role;
import io.appinfra.net.remote.lifecycle.WorkerConfiguration;
import io.appinfra.net.remote.log.LogForwarding;

/**
 * The main method of a worker. The web process writes two lines to its standard input:
 * the path of the socket to connect to, and a token.
 */
public final class WorkerMain {

	private WorkerMain() {
	}

	/**
	 * Run a worker until the web process stops it or is gone.
	 * @param args not used: the arguments of the application come over the channel
	 */
	public static void main(String[] args) {
		try {
			prepare();
			run(System.in);
		}
		catch (Throwable ex) {
			ex.printStackTrace();
			System.exit(1);
		}
	}

	/**
	 * Set what the web process expects of each of its workers, whatever the machine or
	 * the application would say. What was generated ahead of time is for the web process:
	 * conditions were evaluated for its role.
	 */
	private static void prepare() {
		System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8));
		System.setErr(new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
		System.setProperty(Role.PROCESS_PROPERTY, "true");
		System.setProperty("spring.devtools.restart.enabled", "false");
		SpringProperties.setProperty(AotDetector.AOT_ENABLED, "false");
		LogForwarding.prepare();
	}

	private static void run(InputStream stdin) throws Exception {
		Path socket = Path.of(readLine(stdin));
		String token = readLine(stdin);
		Lifeline.watch(stdin, socket);
		System.setIn(InputStream.nullInputStream());
		WebConnection web = WebConnection.open(socket, token);
		WorkerConfiguration configuration = web.receiveConfiguration();
		configuration.systemProperties().forEach((name, value) -> System.getProperties().putIfAbsent(name, value));
		configuration.defaults().apply();
		new WorkerRuntime(web, configuration).run();
	}

	private static String readLine(InputStream input) throws IOException {
		StringBuilder line = new StringBuilder();
		int next = input.read();
		while (next != '\n') {
			if (next < 0) {
				throw new IOException("A worker is started by the web process, and by nobody else");
			}
			line.append((char) next);
			next = input.read();
		}
		return new String(line.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
	}

}
