package io.appinfra.net.channel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.appinfra.net.fixture.OddNames;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link SocketDirectory}.
 */
class SocketDirectoryTests {

	private static final String TOO_LONG = "a-name-that-leaves-no-room-for-a-socket-"
			+ "since-its-path-can-be-102-bytes-long-at-most-where-this-name-has-113-of-them";

	@TempDir
	private Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "file", "absent", TOO_LONG, "invalid\0" })
	void createSocketPathWhenTemporaryDirectoryWillNotDoTakesTheOther(String name) throws IOException {
		Path other = Files.createDirectory(this.directory.resolve("other"));
		Path socket = SocketDirectory.createSocketPath(bad(name), other);
		assertThat(socket.getParent()).isDirectory().hasParent(other);
		SocketDirectory.delete(socket);
		assertThat(other).isEmptyDirectory();
	}

	@Test
	void createSocketPathWhenTemporaryDirectoryWillDoTakesIt() throws IOException {
		Path temp = Files.createDirectory(this.directory.resolve(OddNames.of("temp")));
		assertThat(SocketDirectory.createSocketPath(temp.toString(), this.directory).getParent()).hasParent(temp);
	}

	@ParameterizedTest
	@ValueSource(strings = { "file", "absent", TOO_LONG, "invalid\0" })
	void createSocketPathWhenNoDirectoryWillDoSaysWhatToDo(String name) throws IOException {
		Path otherwise = this.directory.resolve("nowhere");
		String temp = bad(name);
		assertThatIOException().isThrownBy(() -> SocketDirectory.createSocketPath(temp, otherwise))
			.withMessageContaining(temp)
			.withMessageContaining(otherwise.toString())
			.withMessageContaining("Set -Djava.io.tmpdir to");
	}

	private String bad(String name) throws IOException {
		Files.createFile(this.directory.resolve("file"));
		Files.createDirectory(this.directory.resolve(TOO_LONG));
		return this.directory + "/" + name;
	}

}
