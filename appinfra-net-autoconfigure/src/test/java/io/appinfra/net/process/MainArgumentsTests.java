package io.appinfra.net.process;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MainArgumentsTests {

	@Test
	void findReturnsWhatFollowsTheMainClassOrJar() {
		assertThat(
				MainArguments.find(List.of("java", "-Dx=a b", "a.Main", "--y=c d", "", "e", ""), "a.Main --y=c d  e"))
			.containsExactly("--y=c d", "", "e");
		assertThat(MainArguments.find(List.of("java", "-jar", "my app.jar", "x", ""), "my app.jar x"))
			.containsExactly("x");
		assertThat(MainArguments.find(List.of("java", "a.Main", ""), "a.Main")).isEmpty();
	}

	@Test
	void findWhenTheCommandIsInAFileReturnsNull() {
		assertThat(MainArguments.find(List.of("java", "@arguments", ""), "a.Main x")).isNull();
	}

}
