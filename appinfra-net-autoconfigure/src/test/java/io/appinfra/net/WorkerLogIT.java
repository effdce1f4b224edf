package io.appinfra.net;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.appinfra.net.mirror.FailingListener;
import io.appinfra.net.mirror.MirrorRun;
import io.appinfra.net.mirror.OwnConfigurator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a worker logs and prints, as it is found in the log of the web process.
 */
class WorkerLogIT {

	private static final int MAX_MESSAGE = 64 * 1024;

	private static final JsonMapper json = new JsonMapper();

	@TempDir
	private Path directory;

	@Test
	@Tag("full")
	void logWhenStructuredIsJsonWithWorkerAndPid() throws Exception {
		Path file = this.directory.resolve("web.log");
		MirrorRun run = MirrorRun.of(Map.of(), List.of(), MirrorRun.classPath(), "--mirror.noise=true",
				"--logging.level.noise.Finest=trace", "--logging.structured.format.console=ecs",
				"--logging.file.name=" + file, "--logging.structured.format.file=logstash");
		String pid = String.valueOf(run.worker().pid());
		assertEcs(run.lines().stream().map(json::readTree).toList(), pid);
		assertLogstash(Files.readAllLines(file).stream().map(json::readTree).toList(), pid);
	}

	private static void assertEcs(List<JsonNode> events, String pid) {
		JsonNode failed = find(events, "[default %s] failed".formatted(pid));
		assertThat(failed.at("/worker").asString()).isEqualTo("default");
		assertThat(failed.at("/workerPid").asString()).isEqualTo(pid);
		assertThat(failed.at("/order").asString()).isEqualTo("4711");
		assertThat(failed.at("/log/level").asString()).isEqualTo("ERROR");
		assertThat(failed.at("/log/logger").asString()).isEqualTo("noise.Logger");
		assertThat(failed.at("/process/thread/name").asString()).isEqualTo("noisy");
		assertThat(failed.at("/error/type").asString()).isEqualTo("java.lang.IllegalStateException");
		assertThat(failed.at("/error/message").asString()).isEqualTo("on purpose");
		assertThat(failed.at("/error/stack_trace").asString())
			.startsWith("java.lang.IllegalStateException: on purpose\n\tat io.appinfra.net.mirror.Noise.")
			.contains("Suppressed: java.lang.UnsupportedOperationException: suppressed")
			.contains("Caused by: io.appinfra.net.mirror.Noise$CheckedCause\n");
		assertThat(find(events, "[default %s] finest".formatted(pid)).at("/log/level").asString()).isEqualTo("TRACE");
		JsonNode print = find(events, "[default %s] printed line 2 ä€".formatted(pid));
		assertThat(print.at("/log/level").asString()).isEqualTo("INFO");
		assertThat(print.at("/log/logger").asString()).isEqualTo("worker.default");
		assertThat(print.at("/workerPid").asString()).isEqualTo(pid);
		find(events, "[default %s] \u001b[31mprinted in red\u001b[0m".formatted(pid));
		find(events, "[default %s] library has a problem".formatted(pid));
		find(events, "[default %s] library at work".formatted(pid));
		assertThat(events).extracting((event) -> event.at("/message").asString())
			.contains("library begins")
			.doesNotContain("[default %s] library begins".formatted(pid), "[default %s] library ends".formatted(pid));
	}

	private static void assertLogstash(List<JsonNode> events, String pid) {
		JsonNode two = find(events, "[default %s] two\nlines \"quoted\" ä".formatted(pid));
		assertThat(two.at("/worker").asString()).isEqualTo("default");
		assertThat(two.at("/workerPid").asString()).isEqualTo(pid);
		assertThat(two.at("/customer").asString()).isEqualTo("42");
		assertThat(two.at("/order").asString()).isEqualTo("4711");
		assertThat(events).noneMatch((event) -> event.at("/message").asString().contains("not to be seen"));
		assertThat(events).filteredOn((event) -> event.at("/message").asString().contains("] long x"))
			.singleElement()
			.satisfies((event) -> assertThat(event.at("/message").asString().length()).isGreaterThan(MAX_MESSAGE)
				.isLessThan(MAX_MESSAGE + 100));
	}

	private static JsonNode find(List<JsonNode> events, String message) {
		List<JsonNode> found = events.stream()
			.filter((event) -> event.at("/message").asString().equals(message))
			.toList();
		assertThat(found).as("%s in %s", message, events.stream().map((event) -> event.at("/message")).toList())
			.hasSize(1);
		return found.get(0);
	}

	@Test
	@Tag("full")
	void logFileWhenConfiguredInLogbackIsOpenedByTheWebProcessAlone() throws Exception {
		Path file = this.directory.resolve("web.log");
		MirrorRun run = MirrorRun.of(Map.of(), List.of("-Dweb.log=" + file), withConfiguration("logback.xml", """
				<configuration>
					<appender name="FILE" class="ch.qos.logback.core.FileAppender">
						<file>${web.log}</file>
						<append>false</append>
						<encoder><pattern>%level [%thread] %logger %msg%n</pattern></encoder>
					</appender>
					<logger name="noise.Finest" level="TRACE"/>
					<root level="INFO"><appender-ref ref="FILE"/></root>
				</configuration>
				"""), "--mirror.noise=true");
		String mark = "[default %d] ".formatted(run.worker().pid());
		assertThat(Files.readAllLines(file).get(0)).contains("Starting MirrorApplication");
		assertThat(Files.readString(file)).contains("TRACE [noisy] noise.Finest " + mark + "finest\n")
			.contains("ERROR [noisy] noise.Logger " + mark + "failed\njava.lang.IllegalStateException: on purpose\n")
			.contains("Caused by: io.appinfra.net.mirror.Noise$CheckedCause")
			.containsOnlyOnce("printed line 1");
		assertThat(run.lines()).isEmpty();
	}

	@Test
	void logWhenLog4j2ArrivesWholeAndItsFileIsOpenedByTheWebProcessAlone() throws Exception {
		Path file = this.directory.resolve("web.log");
		Files.writeString(this.directory.resolve("log4j2.xml"), """
				<Configuration>
					<Appenders>
						<File name="File" fileName="${sys:web.log}" append="false">
							<PatternLayout pattern="%p [%t] %c %m %X{order}%X{customer}%X{worker}%n%ex"/>
						</File>
					</Appenders>
					<Loggers>
						<Logger name="noise.Finest" level="ALL"/>
						<Root level="INFO"><AppenderRef ref="File"/></Root>
					</Loggers>
				</Configuration>
				""");
		List<String> classPath = MirrorRun.classPath("logback.*|log4j-to-slf4j.*", "log4j");
		classPath.add(0, this.directory.toString());
		MirrorRun run = MirrorRun.of(Map.of(), List.of("-Dweb.log=" + file), classPath, "--mirror.noise=true");
		String mark = "[default %d] ".formatted(run.worker().pid());
		assertThat(Files.readAllLines(file)).first().asString().contains("Starting MirrorApplication");
		assertThat(Files.readString(file)).containsOnlyOnce("printed line 1")
			.contains("TRACE [noisy] noise.Finest " + mark + "finest default\n",
					"WARN [noisy] noise.Logger " + mark + "two\nlines \"quoted\" ä 471142default\n",
					"ERROR [noisy] noise.Logger " + mark
							+ "failed 4711default\njava.lang.IllegalStateException: on purpose\n\tat io.appinfra",
					"Caused by: io.appinfra.net.mirror.Noise$CheckedCause",
					"Suppressed: java.lang.UnsupportedOperationException: suppressed")
			.doesNotContain("not to be seen");
		assertThat(run.lines()).isEmpty();
	}

	@Test
	@Tag("full")
	void logWhenLogbackIsPresentButNotInUseIsThatOfLog4j2() throws Exception {
		List<String> classPath = MirrorRun.classPath("log4j-to-slf4j.*", "log4j");
		MirrorRun run = MirrorRun.of(Map.of(),
				List.of("-Dslf4j.provider=org.apache.logging.slf4j.SLF4JServiceProvider",
						"-Dorg.springframework.boot.logging.LoggingSystem="
								+ "org.springframework.boot.logging.log4j2.Log4J2LoggingSystem"),
				classPath, "--mirror.noise=true");
		assertThat(run.lines()).anyMatch((line) -> line.contains("ERROR") && line.endsWith("] failed"));
	}

	@Test
	@Tag("full")
	void logWhenApplicationConfiguresLogbackInCodeIsConfiguredSoInTheWebProcessAlone() throws Exception {
		Path services = Files.createDirectories(this.directory.resolve("META-INF/services"));
		List<String> classPath = withConfiguration(
				services.resolve("ch.qos.logback.classic.spi.Configurator").toString(),
				OwnConfigurator.class.getName());
		Path file = this.directory.resolve("configured");
		MirrorRun run = MirrorRun.of(Map.of(), List.of("-Dconfigured=" + file), classPath);
		assertThat(Files.readAllLines(file)).containsExactly(String.valueOf(run.web().pid()));
	}

	@Test
	void logWhenWorkerFailsBeforeSpringBootReportsSaysWhy() throws Exception {
		Files.createDirectories(this.directory.resolve("META-INF"));
		List<String> classPath = withConfiguration("META-INF/spring.factories",
				"org.springframework.context.ApplicationListener=" + FailingListener.class.getName());
		MirrorRun run = MirrorRun.of(Map.of(), List.of("-Dfailed=" + this.directory.resolve("failed")), classPath);
		assertThat(run.lines()).anyMatch((line) -> line.contains("worker.default")
				&& line.endsWith("IllegalStateException: too early to be reported"));
	}

	private List<String> withConfiguration(String name, String content) throws Exception {
		Files.writeString(this.directory.resolve(name), content);
		List<String> classPath = new ArrayList<>(MirrorRun.classPath());
		classPath.add(0, this.directory.toString());
		return classPath;
	}

}
