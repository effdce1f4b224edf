package io.appinfra.net.channel;

import java.io.IOException;
import java.nio.file.Files;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LastingServer}.
 */
class LastingServerTests {

	private final LastingServer server = new LastingServer();

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void getWhenReachableIsTheSame() throws IOException {
		assertThat(this.server.get()).isSameAs(this.server.get());
	}

	@Test
	void getWhenSocketWasDeletedIsAnotherThatCanBeReached() throws IOException {
		ChannelServer former = this.server.get();
		Files.delete(former.path());
		ChannelServer next = this.server.get();
		assertThat(next).isNotSameAs(former);
		assertThat(next.isReachable()).isTrue();
		assertThat(former.path().getParent()).doesNotExist();
		assertThat(this.server.get()).isSameAs(next);
	}

	@Test
	void closeLeavesNoSocket() throws IOException {
		ChannelServer closed = this.server.get();
		this.server.close();
		this.server.close();
		assertThat(closed.path()).doesNotExist();
		assertThat(this.server.get()).isNotSameAs(closed);
	}

}
