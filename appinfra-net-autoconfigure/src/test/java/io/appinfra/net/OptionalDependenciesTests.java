package io.appinfra.net;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.appinfra.net.minimal.MinimalApplication;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The application in a process of its own, on a class path that really lacks what is
 * optional.
 */
class OptionalDependenciesTests {

	@ParameterizedTest
	@CsvSource({ "nothing-at-all,true,true", "spring-boot-actuator,false,true",
			"spring-boot-(actuator|health),false,false", "micrometer-core|spring-boot-micrometer-metrics,true,true",
			"logback|jul-to-slf4j,true,true", "tomcat-embed,true,true",
			"spring-boot-(actuator|health|webmvc|servlet|tomcat)|spring-web|tomcat|micrometer|logback|slf4j,false,false" })
	void runWhenOptionalJarsAreAbsentTicksInBothProcesses(String absent, boolean endpoint, boolean health)
			throws Exception {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-cp", classPathWithout(absent), MinimalApplication.class.getName(),
				"--spring.main.web-application-type=none", "--management.endpoints.jmx.exposure.include=*",
				"--spring.jmx.enabled=true", "--spring.datasource.generate-unique-name=true")
			.redirectErrorStream(true)
			.start();
		try {
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
			assertThat(output).contains("beans, %s, %s".formatted(endpoint, health));
			assertThat(process.exitValue()).as(output).isZero();
		}
		finally {
			process.descendants().forEach(ProcessHandle::destroyForcibly);
			process.destroyForcibly();
		}
	}

	private static String classPathWithout(String absent) {
		Pattern pattern = Pattern.compile("(jdbc|HikariCP|" + absent + ")[^/]*\\.jar$");
		return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !pattern.matcher(Path.of(entry).getFileName().toString()).find())
			.collect(Collectors.joining(File.pathSeparator));
	}

}
