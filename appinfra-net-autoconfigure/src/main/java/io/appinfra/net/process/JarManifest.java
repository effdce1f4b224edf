package io.appinfra.net.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

import org.jspecify.annotations.Nullable;

/**
 * Reads the manifests of jars.
 */
final class JarManifest {

	private JarManifest() {
	}

	/**
	 * Return the value of a main attribute.
	 * @param jar a jar, or anything else that a class path can have
	 * @param name the name of the attribute
	 * @return the value, {@code null} if there is none
	 * @throws IOException if the jar cannot be read
	 */
	static @Nullable String attribute(Path jar, Attributes.Name name) throws IOException {
		if (!Files.isRegularFile(jar)) {
			return null;
		}
		try (JarFile file = new JarFile(jar.toFile())) {
			Manifest manifest = file.getManifest();
			return (manifest != null) ? manifest.getMainAttributes().getValue(name) : null;
		}
	}

	/**
	 * Return the words in the value of a main attribute.
	 * @param jar a jar, or anything else that a class path can have
	 * @param name the name of the attribute
	 * @return the words, separated by blanks in the value; none if there is no value
	 * @throws IOException if the jar cannot be read
	 */
	static List<String> words(Path jar, Attributes.Name name) throws IOException {
		String value = attribute(jar, name);
		return (value != null) ? List.of(value.trim().split("\\s+")) : List.of();
	}

}
