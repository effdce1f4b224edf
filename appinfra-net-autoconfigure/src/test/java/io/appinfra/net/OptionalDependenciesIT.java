package io.appinfra.net;

import java.io.File;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.appinfra.net.fixture.JavaRun;
import io.appinfra.net.minimal.MinimalApplication;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The application in a process of its own, on a class path that really lacks what is
 * optional.
 */
class OptionalDependenciesIT {

	private static final String ALL = "spring-boot-(actuator|health|webmvc|servlet|tomcat)|spring-web|tomcat|micrometer|logback|slf4j";

	@ParameterizedTest
	@CsvSource(ALL + ",false,false")
	void runWhenOptionalJarsAreAbsentTicksInBothProcesses(String absent, boolean endpoint, boolean health)
			throws Exception {
		assertTicks(absent, endpoint, health);
	}

	@ParameterizedTest
	@Tag("full")
	@CsvSource({ "nothing-at-all,true,true", "spring-boot-actuator,false,true",
			"spring-boot-(actuator|health),false,false", "micrometer-core|spring-boot-micrometer-metrics,true,true",
			"logback|jul-to-slf4j|log4j-core,true,true", "tomcat-embed,true,true" })
	void runWhenSomeOptionalJarsAreAbsentTicksInBothProcesses(String absent, boolean endpoint, boolean health)
			throws Exception {
		assertTicks(absent, endpoint, health);
	}

	private static void assertTicks(String absent, boolean endpoint, boolean health) throws Exception {
		String output = JavaRun.run(JavaRun.javaHome(), classPathWithout(absent), MinimalApplication.class,
				"--spring.main.web-application-type=none", "--management.endpoints.jmx.exposure.include=*",
				"--spring.jmx.enabled=true", "--spring.datasource.generate-unique-name=true");
		assertThat(output).contains("beans, %s, %s".formatted(endpoint, health));
	}

	private static String classPathWithout(String absent) {
		Pattern pattern = Pattern.compile("(jdbc|HikariCP|" + absent + ")[^/]*\\.jar$");
		return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !pattern.matcher(Path.of(entry).getFileName().toString()).find())
			.collect(Collectors.joining(File.pathSeparator));
	}

}
