package io.appinfra.net.state.jdbc;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Starts MariaDB servers for tests, from the programs of the system.
 */
public final class TestMariaDb {

	private TestMariaDb() {
	}

	/**
	 * Return whether there is one.
	 * @return whether it is installed
	 */
	public static boolean isInstalled() {
		return program("mariadbd").isPresent() && program("mariadb-install-db").isPresent();
	}

	private static Optional<String> program(String name) {
		return Stream.concat(Stream.of(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/sbin"))
			.map((directory) -> Path.of(directory, name))
			.filter(Files::isExecutable)
			.map(Path::toString)
			.findFirst();
	}

	/**
	 * Start a server with an empty database.
	 * @param directory where it keeps its data
	 * @return the server
	 * @throws Exception if it does not start
	 */
	public static InnoDbServer start(Path directory) throws Exception {
		List<String> install = List.of(program("mariadb-install-db").orElseThrow(), "--no-defaults",
				"--auth-root-authentication-method=normal", "--skip-test-db");
		List<String> server = List.of(program("mariadbd").orElseThrow(), "--no-defaults");
		return InnoDbServer.start(directory, install, server, "mariadb");
	}

}
