package io.appinfra.net.traffic;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.awaitility.Awaitility;

/**
 * A real load balancer in front of instances, whose connections it keeps.
 */
final class Balancer implements AutoCloseable {

	private final Process process;

	private final int port;

	private final Path log;

	private Balancer(Process process, int port, Path log) {
		this.process = process;
		this.log = log;
		this.port = port;
	}

	static Optional<Path> program(String name) {
		return Stream.concat(Arrays.stream(System.getenv("PATH").split(":")), Stream.of("/usr/sbin", "/usr/local/sbin"))
			.map((directory) -> Path.of(directory, name))
			.filter(Files::isExecutable)
			.findFirst();
	}

	/**
	 * Start nginx, which learns from refused connections alone. It sends a request to
	 * another instance if none of it has been sent.
	 */
	static Balancer nginx(Path program, Path directory, List<Integer> instances) throws IOException {
		int port = freePorts(1).get(0);
		String servers = instances.stream()
			.map("		server 127.0.0.1:%d fail_timeout=1s;"::formatted)
			.collect(Collectors.joining("\n"));
		String temporary = Stream.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
			.map((kind) -> "	%s_temp_path %s/%1$s;".formatted(kind, directory))
			.collect(Collectors.joining("\n"));
		Path configuration = Files.writeString(directory.resolve("nginx.conf"), """
				daemon off;
				pid %1$s/nginx.pid;
				error_log %1$s/nginx.log;
				events { }
				http {
				%2$s
					access_log off;
					upstream instances {
				%3$s
						keepalive 32;
					}
					server {
						listen 127.0.0.1:%4$d;
						keepalive_requests 1000000;
						location / {
							proxy_pass http://instances;
							proxy_http_version 1.1;
							proxy_set_header Connection "";
						}
					}
				}
				""".formatted(directory, temporary, servers, port));
		return start(port, directory, program.toString(), "-e", directory.resolve("nginx.log").toString(), "-c",
				configuration.toString());
	}

	/**
	 * Start HAProxy, which asks for the readiness of the instances, and repeats nothing.
	 * @param check how often it asks, and how many refusals it needs
	 */
	static Balancer haproxy(Path program, Path directory, List<Integer> instances, String check) throws IOException {
		return haproxy(program, directory, instances, check, "GET /actuator/health/readiness");
	}

	/**
	 * Start HAProxy, which speaks HTTP/2 in plain text to the instances. It would say
	 * that the scheme is https, which Tomcat refuses, unless the URI has one.
	 * @param check how often it asks, and how many refusals it needs
	 */
	static Balancer haproxyOverHttp2(Path program, Path directory, List<Integer> instances, String check)
			throws IOException {
		return haproxy(program, directory, instances, check + " proto h2", """
				GET http://localhost/actuator/health/readiness
					http-request set-uri http://%[req.hdr(host)]%[url]""");
	}

	private static Balancer haproxy(Path program, Path directory, List<Integer> instances, String server, String check)
			throws IOException {
		int port = freePorts(1).get(0);
		String servers = IntStream.range(0, instances.size())
			.mapToObj((i) -> "	server i%d 127.0.0.1:%d".formatted(i, instances.get(i)))
			.collect(Collectors.joining("\n"));
		Path configuration = Files.writeString(directory.resolve("haproxy-%d.cfg".formatted(port)), """
				defaults
					mode http
					timeout connect 5s
					timeout client 60s
					timeout server 60s
					timeout check 5s
					retries 0
					http-reuse always
				listen balancer
					bind 127.0.0.1:%d
					option httpchk %s
					default-server check %s rise 1
				%s
				""".formatted(port, check, server, servers));
		return start(port, directory, program.toString(), "-db", "-f", configuration.toString());
	}

	private static Balancer start(int port, Path directory, String... command) throws IOException {
		Process process = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		Balancer balancer = new Balancer(process, port, directory.resolve("nginx.log"));
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(balancer::isListening);
		return balancer;
	}

	private boolean isListening() {
		try (Socket socket = new Socket("127.0.0.1", this.port)) {
			return this.process.isAlive() && socket.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Return free ports that no connection of a client takes while an instance restarts.
	 */
	static List<Integer> freePorts(int count) {
		return new Random().ints(10_000, 30_000).filter(Balancer::isFree).distinct().limit(count).boxed().toList();
	}

	private static boolean isFree(int port) {
		try (ServerSocket socket = new ServerSocket(port)) {
			return socket.isBound();
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Return what the balancer has written of failures, which HAProxy does not.
	 */
	String log() throws IOException {
		return Files.exists(this.log) ? Files.readString(this.log) : "";
	}

	int port() {
		return this.port;
	}

	@Override
	public void close() {
		List<ProcessHandle> children = this.process.descendants().toList();
		this.process.destroyForcibly().onExit().join();
		children.forEach(ProcessHandle::destroyForcibly);
	}

}
