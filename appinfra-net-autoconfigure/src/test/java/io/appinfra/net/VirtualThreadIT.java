package io.appinfra.net;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.appinfra.net.fixture.JavaRun;
import io.appinfra.net.minimal.MinimalApplication;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where the application turns virtual threads on and Java has them, ticks run on such, in
 * both processes. With each Java that is found.
 */
@Tag("full")
class VirtualThreadIT {

	private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

	@ParameterizedTest
	@MethodSource("javaHomes")
	void ticksWhenVirtualThreadsAreOnRunOnThem(Path javaHome) throws Exception {
		String kind = (JavaRun.version(javaHome) >= FIRST_WITH_VIRTUAL_THREADS) ? "virtual" : "platform";
		assertThat(run(javaHome, true)).contains("threads: remote %s, local %s".formatted(kind, kind));
	}

	@ParameterizedTest
	@MethodSource("javaHomes")
	void ticksWhenVirtualThreadsAreOffDoNot(Path javaHome) throws Exception {
		assertThat(run(javaHome, false)).contains("threads: remote platform, local platform");
	}

	static Stream<Path> javaHomes() throws IOException {
		return JavaRun.javaHomes();
	}

	private static String run(Path javaHome, boolean virtual) throws Exception {
		return JavaRun.run(javaHome, System.getProperty("java.class.path"), MinimalApplication.class,
				"--spring.main.web-application-type=none", "--spring.datasource.generate-unique-name=true",
				"--spring.threads.virtual.enabled=" + virtual);
	}

}
