package io.appinfra.net.channel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The directory of a socket: fresh, and open to its owner alone.
 */
public final class SocketDirectory {

	/**
	 * The longest path of a socket, in bytes: that of macOS, which is the shortest.
	 */
	private static final int MAX_PATH = 102;

	private static final String PREFIX = "appinfra-";

	private static final String SOCKET = "s";

	private static final Duration SOCKET_LISTENS = Duration.ofMinutes(1);

	private static final Log logger = LogFactory.getLog(SocketDirectory.class);

	private static final Path SHORT_PATH = Path.of("/tmp");

	private SocketDirectory() {
	}

	/**
	 * Create a directory.
	 * @return the path of a socket to be created in it
	 * @throws IOException if neither the directory for temporary files nor {@code /tmp}
	 * will do
	 */
	static Path createSocketPath() throws IOException {
		return createSocketPath(System.getProperty("java.io.tmpdir"), SHORT_PATH);
	}

	static Path createSocketPath(String temp, Path otherwise) throws IOException {
		try {
			return createSocketPath(Path.of(temp));
		}
		catch (IOException | InvalidPathException ex) {
			logger.debug("No socket can be in the directory for temporary files", ex);
			return createSocketPath(temp, ex, otherwise);
		}
	}

	private static Path createSocketPath(String temp, Exception failure, Path otherwise) throws IOException {
		try {
			return createSocketPath(otherwise);
		}
		catch (IOException ex) {
			ex.addSuppressed(failure);
			throw new IOException(
					"No socket can be in %s (%s), nor in %s (%s). ".formatted(temp, failure, otherwise, ex)
							+ "Set -Djava.io.tmpdir to a directory that can be written and has a short path",
					ex);
		}
	}

	/**
	 * Delete a socket and the directory that was created for it. Does nothing if they do
	 * not exist.
	 * @param socket the path of the socket
	 */
	public static void delete(Path socket) {
		Path directory = socket.getParent();
		try {
			for (Path file : files(directory)) {
				Files.deleteIfExists(file);
			}
			Files.deleteIfExists(directory);
		}
		catch (IOException | UncheckedIOException ex) {
			logger.debug("The directory of a socket could not be deleted", ex);
		}
	}

	private static List<Path> files(Path directory) throws IOException {
		try (Stream<Path> files = Files.list(directory)) {
			return files.toList();
		}
		catch (NoSuchFileException ex) {
			return List.of();
		}
	}

	/**
	 * Delete a socket and its directory if nobody listens on it any more.
	 * @param socket the path of the socket
	 * @return whether nobody listens
	 */
	public static boolean deleteIfDead(Path socket) {
		boolean dead = isDead(socket);
		if (dead) {
			delete(socket);
		}
		return dead;
	}

	/**
	 * Delete what processes that were killed have left behind: directories with a socket
	 * that nobody listens on, or without any. Young ones are left alone: between its
	 * creation and the first moment at which it listens, a socket looks dead.
	 * @param parent the directory that the directories of sockets are in
	 */
	private static void sweep(Path parent) {
		try (DirectoryStream<Path> directories = Files.newDirectoryStream(parent, PREFIX + "*")) {
			for (Path directory : directories) {
				deleteIfLeft(directory);
			}
		}
		catch (IOException | DirectoryIteratorException ex) {
			logger.debug("Left sockets could not be looked for", ex);
		}
	}

	private static void deleteIfLeft(Path directory) {
		try {
			Path socket = directory.resolve(SOCKET);
			Instant modified = Files.getLastModifiedTime(directory).toInstant();
			if (modified.isAfter(Instant.now().minus(SOCKET_LISTENS))) {
				return;
			}
			if (Files.exists(socket)) {
				deleteIfDead(socket);
			}
			else {
				Files.delete(directory);
			}
		}
		catch (IOException ex) {
			logger.debug("A directory that may be left was not deleted", ex);
		}
	}

	private static boolean isDead(Path socket) {
		try {
			SocketChannel.open(UnixDomainSocketAddress.of(socket)).close();
			return false;
		}
		catch (ConnectException ex) {
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static Path createSocketPath(Path parent) throws IOException {
		sweep(parent);
		Path directory = Files.createTempDirectory(parent.toAbsolutePath(), PREFIX, ownerOnly(parent));
		Path socket = directory.resolve(SOCKET);
		int length = socket.toString().getBytes().length;
		if (length > MAX_PATH) {
			Files.delete(directory);
			throw new IOException("The path of a socket in %s would be %d bytes long, but can be at most %d"
				.formatted(parent, length, MAX_PATH));
		}
		return socket;
	}

	private static FileAttribute<?>[] ownerOnly(Path parent) {
		boolean posix = parent.getFileSystem().supportedFileAttributeViews().contains("posix");
		return posix
				? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")) }
				: new FileAttribute<?>[0];
	}

}
