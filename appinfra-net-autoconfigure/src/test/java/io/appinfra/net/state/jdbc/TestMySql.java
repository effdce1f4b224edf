package io.appinfra.net.state.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts MySQL servers for tests, from what {@code .ci/mysql} has unpacked: the
 * environment variable {@code MYSQLD_HOME} says where.
 */
public final class TestMySql {

	private static final String HOME = "MYSQLD_HOME";

	private TestMySql() {
	}

	/**
	 * Return whether there is one.
	 * @return whether it is installed
	 */
	public static boolean isInstalled() {
		return System.getenv(HOME) != null && Files.isExecutable(programs().resolve("sbin/mysqld"));
	}

	private static Path programs() {
		return Path.of(System.getenv(HOME), "usr").toAbsolutePath();
	}

	/**
	 * Start a server with an empty database.
	 * @param directory where it keeps its data
	 * @return the server
	 * @throws Exception if it does not start
	 */
	public static InnoDbServer start(Path directory) throws Exception {
		List<String> server = new ArrayList<>(loader());
		server.addAll(List.of(programs().resolve("sbin/mysqld").toString(), "--no-defaults", "--basedir=" + programs(),
				"--lc-messages-dir=" + programs().resolve("share/mysql"), "--secure-file-priv=NULL", "--mysqlx=OFF",
				"--innodb-redo-log-capacity=8M", "--sync-binlog=0"));
		List<String> install = new ArrayList<>(server);
		install.add("--initialize-insecure");
		return InnoDbServer.start(directory, install, server, "mysql");
	}

	/**
	 * Return the command that loads a program with the libraries beside it, which can be
	 * newer than those of the system.
	 */
	private static List<String> loader() {
		try (DirectoryStream<Path> loaders = Files.newDirectoryStream(programs().resolve("lib"), "*-linux-gnu*")) {
			for (Path libraries : loaders) {
				try (DirectoryStream<Path> found = Files.newDirectoryStream(libraries, "ld-linux-*.so.*")) {
					for (Path loader : found) {
						return List.of(loader.toString(), "--library-path", libraries.toString());
					}
				}
			}
			return List.of();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
