package io.appinfra.net.worker;

import org.junit.jupiter.api.Test;

import io.appinfra.net.process.ExitCode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Lifeline}.
 */
class LifelineTests {

	/**
	 * The web process has the words for what a worker ends with.
	 */
	@Test
	void exitCodesWhenSeenByTheWebProcessHaveAMeaning() {
		assertThat(new ExitCode(Lifeline.WEB_PROCESS_GONE).meaning())
			.isEqualTo("lost its connection to the web process");
		assertThat(new ExitCode(Lifeline.UNEXPECTED).meaning()).isEqualTo("could not handle what the web process sent");
	}

}
