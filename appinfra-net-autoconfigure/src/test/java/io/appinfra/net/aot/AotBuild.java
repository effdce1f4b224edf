package io.appinfra.net.aot;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

import org.springframework.boot.SpringApplicationAotProcessor;

import io.appinfra.net.fixture.JavaRun;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the build plugins of Spring Boot make of an application ahead of time.
 *
 * @param classPath the class path with what was generated
 * @param output what the processing wrote
 */
record AotBuild(String classPath, String output) {

	static AotBuild of(Class<?> application, Path directory, List<String> flags, String... args)
			throws IOException, InterruptedException {
		Path sources = directory.resolve("sources");
		Path classes = directory.resolve("classes");
		String output = process(application, sources, classes, flags, args);
		compile(sources, classes);
		return new AotBuild(classes + File.pathSeparator + System.getProperty("java.class.path"), output);
	}

	private static String process(Class<?> application, Path sources, Path classes, List<String> flags, String... args)
			throws IOException, InterruptedException {
		List<String> allFlags = new ArrayList<>(flags);
		allFlags.addAll(List.of("-cp", System.getProperty("java.class.path")));
		List<String> allArgs = new ArrayList<>(List.of(application.getName(), sources.toString(), classes.toString(),
				classes.toString(), "com.example", "application"));
		allArgs.addAll(List.of(args));
		return JavaRun.run(JavaRun.javaHome(), Map.of(), allFlags, SpringApplicationAotProcessor.class,
				allArgs.toArray(String[]::new));
	}

	private static void compile(Path sources, Path classes) throws IOException {
		List<String> arguments = new ArrayList<>(List.of("-nowarn", "-proc:none", "-d", classes.toString(), "-cp",
				classes + File.pathSeparator + System.getProperty("java.class.path")));
		try (Stream<Path> files = Files.walk(sources)) {
			files.filter(Files::isRegularFile).map(Path::toString).forEach(arguments::add);
		}
		assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
			.isZero();
	}

}
