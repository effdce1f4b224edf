package io.appinfra.net.history;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.appinfra.net.history.check.Kind;
import io.appinfra.net.history.check.Operation;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Recorder} and {@link Recording}.
 */
class RecordingTests {

	@TempDir
	Path directory;

	@Test
	void readAllWhenCompletedReturnsWhatWasRecorded() throws IOException {
		Recorder recorder = new Recorder(this.directory, "client");
		recorder.invoked(Kind.PUT, 3, 10, 0);
		recorder.returned(Operation.ABSENT);
		recorder.invoked(Kind.REPLACE_EQUAL, 3, 20, 10);
		recorder.returned(1);
		List<Operation> life = Recording.readAll(this.directory).get(0).lives().get(0);
		assertThat(life).extracting(Operation::kind).containsExactly(Kind.PUT, Kind.REPLACE_EQUAL);
		assertThat(life).allMatch(Operation::completed).allMatch((operation) -> operation.key() == 3);
		assertThat(life.get(0).result()).isEqualTo(Operation.ABSENT);
		assertThat(life.get(1)).extracting(Operation::argument, Operation::expected, Operation::result)
			.containsExactly(20L, 10L, 1L);
		assertThat(life.get(0).invoked()).isLessThanOrEqualTo(life.get(0).returned());
		assertThat(life.get(0).returned()).isLessThanOrEqualTo(life.get(1).invoked());
	}

	@Test
	void readAllWhenCutOffEndsWithTheSuccessor() throws IOException {
		new Recorder(this.directory, "client").invoked(Kind.PUT, 0, 10, 0);
		new Recorder(this.directory, "other");
		Recorder successor = new Recorder(this.directory, "client");
		successor.invoked(Kind.PUT, 0, 20, 0);
		List<Recording> recordings = Recording.readAll(this.directory);
		assertThat(recordings).extracting((recording) -> recording.lives().size()).containsExactlyInAnyOrder(1, 2);
		List<Operation> operations = recordings.stream().flatMap(Recording::operations).toList();
		assertThat(operations).hasSize(2).noneMatch(Operation::completed);
		assertThat(operations.get(0).returned()).isBetween(operations.get(0).invoked(), operations.get(1).invoked());
		assertThat(operations.get(1).returned()).isEqualTo(Long.MAX_VALUE);
	}

}
