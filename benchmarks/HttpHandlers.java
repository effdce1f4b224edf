import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Measures what a handler costs beside other ways to answer the same: processor time of the
 * server for each request. Each kind has a JVM of its own; they are loaded in turns with
 * connections that are kept open, and the medians of all rounds are printed.
 */
public class HttpHandlers {

	private static final List<String> SPRING = List.of("servlet", "handler", "handler-variable", "controller", "router");

	private static final int CONNECTIONS = 32;

	private static final int ROUNDS = 7;

	private static final int WARM_UP = 100_000;

	private static final int ROUND = 20_000;

	public static void main(String[] args) throws Exception {
		String springClassPath = (args.length > 0) ? args[0] : "sample-app/target/unpacked/lib/*";
		Path classes = Path.of("benchmarks/target/classes");
		List<Server> servers = new ArrayList<>();
		try {
			compile(classes, springClassPath, "SpringServer");
			for (String kind : SPRING) {
				servers.add(Server.start(kind, classes, springClassPath, "SpringServer"));
			}
			if (Files.isDirectory(Path.of("benchmarks/target/javalin"))) {
				compile(classes, "benchmarks/target/javalin/*", "JavalinServer");
				servers.add(Server.start("javalin", classes, "benchmarks/target/javalin/*", "JavalinServer"));
			}
			for (Server server : servers) {
				server.load(WARM_UP);
			}
			for (int round = 0; round < ROUNDS; round++) {
				for (Server server : servers) {
					server.figures[round] = server.load(ROUND);
				}
			}
			print(servers);
		}
		finally {
			servers.forEach((server) -> server.process.destroy());
		}
	}

	private static void compile(Path classes, String classPath, String name)
			throws IOException, InterruptedException {
		Files.createDirectories(classes);
		int result = new ProcessBuilder(java("javac"), "-d", classes.toString(), "-cp", classPath, "-parameters",
				"benchmarks/" + name + ".java")
			.inheritIO()
			.start()
			.waitFor();
		if (result != 0) {
			throw new IllegalStateException(name + " does not compile");
		}
	}

	private static String java(String tool) {
		return Path.of(System.getProperty("java.home"), "bin", tool).toString();
	}

	private static void print(List<Server> servers) {
		double controller = servers.stream().filter((server) -> server.kind.equals("controller")).findFirst().get().median();
		double servlet = servers.get(0).median();
		System.out.printf("%-18s %14s %12s %14s%n", "", "CPU us/request", "of servlet", "of controller");
		for (Server server : servers) {
			double median = server.median();
			System.out.printf(Locale.ROOT, "%-18s %14.1f %12.2f %14.2f%n", server.kind, median, median / servlet,
					median / controller);
		}
	}

	private static final class Server {

		private final String kind;

		private final Process process;

		private final int port;

		private final double[] figures = new double[ROUNDS];

		private Server(String kind, Process process, int port) {
			this.kind = kind;
			this.process = process;
			this.port = port;
		}

		static Server start(String kind, Path classes, String classPath, String main) throws IOException {
			Process process = new ProcessBuilder(java("java"),
					"-Xmx256m", "-cp", classes + File.pathSeparator + classPath, main, kind)
				.redirectError(ProcessBuilder.Redirect.INHERIT)
				.start();
			BufferedReader output = new BufferedReader(new InputStreamReader(process.getInputStream()));
			String line = output.readLine();
			while (line != null && !line.startsWith("PORT ")) {
				line = output.readLine();
			}
			if (line == null) {
				throw new IllegalStateException(kind + " did not start");
			}
			return new Server(kind, process, Integer.parseInt(line.substring(5)));
		}

		double load(int requests) throws Exception {
			AtomicInteger left = new AtomicInteger(requests);
			Duration before = this.process.info().totalCpuDuration().orElseThrow();
			Thread[] threads = new Thread[CONNECTIONS];
			for (int i = 0; i < threads.length; i++) {
				threads[i] = new Thread(() -> run(left));
				threads[i].start();
			}
			for (Thread thread : threads) {
				thread.join();
			}
			Duration used = this.process.info().totalCpuDuration().orElseThrow().minus(before);
			return used.toNanos() / 1000.0 / requests;
		}

		private void run(AtomicInteger left) {
			byte[] request = "GET /quotes/acme HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n\r\n"
				.getBytes(StandardCharsets.US_ASCII);
			byte[] buffer = new byte[4096];
			while (left.get() > 0) {
				try (Socket socket = new Socket("localhost", this.port)) {
					socket.setTcpNoDelay(true);
					OutputStream output = socket.getOutputStream();
					InputStream input = socket.getInputStream();
					boolean open = true;
					while (open && left.decrementAndGet() >= 0) {
						output.write(request);
						open = readAnswer(input, buffer);
					}
				}
				catch (IOException ex) {
					throw new IllegalStateException(this.kind, ex);
				}
			}
		}

		/**
		 * Read an answer that fits into the buffer.
		 * @return whether the connection stays open
		 */
		private static boolean readAnswer(InputStream input, byte[] buffer) throws IOException {
			int length = 0;
			while (true) {
				int count = input.read(buffer, length, buffer.length - length);
				if (count == -1) {
					throw new IOException("No answer");
				}
				length += count;
				String answer = new String(buffer, 0, length, StandardCharsets.US_ASCII);
				if (answer.endsWith("}") || answer.endsWith("\r\n0\r\n\r\n")) {
					if (!answer.startsWith("HTTP/1.1 200")) {
						throw new IOException(answer);
					}
					return !answer.contains("Connection: close");
				}
			}
		}

		double median() {
			double[] sorted = this.figures.clone();
			Arrays.sort(sorted);
			return sorted[sorted.length / 2];
		}

	}

}
