package io.appinfra.net.process;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ExitCode}.
 */
class ExitCodeTests {

	@ParameterizedTest
	@CsvSource({ "0, false, ended by itself", "1, false, failed", "3, false, out of memory", "42, false, exit code 42",
			"130, true, ended by SIGINT", "143, true, ended by SIGTERM", "137, false, killed (SIGKILL)",
			"134, false, crashed", "139, false, crashed (SIGSEGV)", "-1, false, exit code -1" })
	void meaningSaysWhatHappened(int code, boolean requested, String meaning) {
		assertThat(new ExitCode(code).meaning()).contains(meaning);
		assertThat(new ExitCode(code).isRequested()).isEqualTo(requested);
	}

}
