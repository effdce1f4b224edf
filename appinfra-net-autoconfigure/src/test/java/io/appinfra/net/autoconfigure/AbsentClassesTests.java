package io.appinfra.net.autoconfigure;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.core.type.classreading.SimpleMetadataReaderFactory;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Auto-configurations on class paths that really lack an optional module. The framework
 * looks at all methods of a configuration class whose conditions match.
 */
class AbsentClassesTests {

	private static final String IMPORTS = "META-INF/spring/%s.imports".formatted(AutoConfiguration.class.getName());

	@ParameterizedTest
	@ValueSource(strings = { "spring-boot-web-server", "spring-boot-servlet", "spring-boot-tomcat", "spring-boot-jetty",
			"tomcat-embed-core", "spring-webmvc", "spring-boot-actuator(-autoconfigure)?", "spring-boot-health",
			"micrometer-core", "micrometer-observation", "micrometer-tracing", "spring-boot-jdbc", "HikariCP",
			"spring-boot-data-redis", "lettuce-core", "spring-websocket", "spring-security-web" })
	void introspectWhenModuleIsMissingFindsNoMissingClass(String module) throws Exception {
		try (URLClassLoader loader = without(module)) {
			for (String type : autoConfigurations(loader)) {
				introspect(type, loader);
			}
		}
	}

	private static URLClassLoader without(String module) throws Exception {
		List<URL> urls = new ArrayList<>();
		for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
			if (!Path.of(entry).getFileName().toString().matches(module + "-\\d.*")) {
				urls.add(Path.of(entry).toUri().toURL());
			}
		}
		return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
	}

	private static List<String> autoConfigurations(ClassLoader loader) throws Exception {
		List<String> types = new ArrayList<>();
		for (URL url : Collections.list(loader.getResources(IMPORTS))) {
			try (BufferedReader reader = new BufferedReader(
					new InputStreamReader(url.openStream(), StandardCharsets.UTF_8))) {
				reader.lines().filter((line) -> line.startsWith("io.appinfra.")).forEach(types::add);
			}
		}
		assertThat(types).isNotEmpty();
		return types;
	}

	private static void introspect(String type, ClassLoader loader) throws Exception {
		if (matches(type, loader)) {
			Class<?> configuration = Class.forName(type, false, loader);
			assertThat(configuration.getDeclaredMethods()).isNotNull();
			for (Class<?> member : configuration.getDeclaredClasses()) {
				if (annotations(member.getName(), loader).hasAnnotation(Configuration.class.getName())) {
					introspect(member.getName(), loader);
				}
			}
		}
	}

	private static boolean matches(String type, ClassLoader loader) throws IOException {
		Map<String, Object> condition = annotations(type, loader)
			.getAnnotationAttributes(ConditionalOnClass.class.getName(), true);
		return condition == null || Stream.of("value", "name")
			.flatMap((attribute) -> Stream.of((String[]) condition.get(attribute)))
			.allMatch((name) -> ClassUtils.isPresent(name, loader));
	}

	private static AnnotationMetadata annotations(String type, ClassLoader loader) throws IOException {
		return new SimpleMetadataReaderFactory(new DefaultResourceLoader(loader)).getMetadataReader(type)
			.getAnnotationMetadata();
	}

}
