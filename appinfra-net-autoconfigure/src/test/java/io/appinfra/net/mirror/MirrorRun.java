package io.appinfra.net.mirror;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.appinfra.net.fixture.JavaRun;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A run of {@link MirrorApplication}.
 *
 * @param lines what it has written beside what both processes see
 * @param web what the web process sees
 * @param worker what the worker sees
 */
public record MirrorRun(List<String> lines, Reflection web, Reflection worker) {

	private static final JsonMapper json = new JsonMapper();

	public static MirrorRun of(Map<String, String> environment, List<String> flags, List<String> classPath,
			String... args) throws IOException, InterruptedException {
		List<String> allFlags = new ArrayList<>(flags);
		allFlags.addAll(List.of("-cp", String.join(File.pathSeparator, classPath)));
		List<String> allArgs = new ArrayList<>(List.of(args));
		allArgs.addAll(List.of("--spring.main.web-application-type=none",
				"--spring.datasource.generate-unique-name=true", "--spring.main.banner-mode=off"));
		String output = JavaRun.run(JavaRun.javaHome(), environment, allFlags, MirrorApplication.class,
				allArgs.toArray(String[]::new));
		Map<Boolean, List<String>> lines = output.lines()
			.collect(Collectors.partitioningBy((line) -> line.startsWith(MirrorApplication.MARK)));
		assertThat(lines.get(true)).as(output).hasSize(1);
		JsonNode both = json.readTree(lines.get(true).get(0).substring(MirrorApplication.MARK.length()));
		return new MirrorRun(lines.get(false), json.treeToValue(both.get("web"), Reflection.class),
				json.treeToValue(both.get("worker"), Reflection.class));
	}

	/**
	 * Return the class path of this process, with other jars in place of some.
	 * @param absent matches the names of the jars to leave out
	 * @param jars what the names of the jars begin with that are added
	 * @return its entries
	 */
	public static List<String> classPath(String absent, String... jars) throws IOException {
		List<String> classPath = new ArrayList<>(classPath());
		classPath.removeIf((entry) -> Path.of(entry).getFileName().toString().matches(absent));
		try (Stream<Path> all = Files.list(Path.of("target/jars"))) {
			all.filter((jar) -> Stream.of(jars).anyMatch(jar.getFileName().toString()::startsWith))
				.forEach((jar) -> classPath.add(jar.toAbsolutePath().toString()));
		}
		return classPath;
	}

	/**
	 * Return the class path of this process.
	 * @return its entries
	 */
	public static List<String> classPath() {
		return List.of(System.getProperty("java.class.path").split(File.pathSeparator));
	}

}
