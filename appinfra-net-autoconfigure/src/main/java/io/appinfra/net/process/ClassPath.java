package io.appinfra.net.process;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.appinfra.net.ServerStartupException;

/**
 * The class path of this process, wherever its classes come from.
 *
 * @param started the path as this process was started with
 * @param path the path, with links followed
 * @param nestedJars whether the classes are in jars inside of a jar
 */
record ClassPath(String started, String path, boolean nestedJars) {

	private static final String LAUNCHERS = "org.springframework.boot.loader.";

	/**
	 * The first Java that reads the attribute.
	 */
	private static final int NATIVE_ACCESS_IN_MANIFEST = 22;

	static ClassPath of(Class<?> type, String started) {
		ClassLoader loader = type.getClassLoader();
		if (loader.getClass().getName().startsWith(LAUNCHERS)) {
			return new ClassPath(started, follow(started), true);
		}
		if (type.getModule().isNamed()) {
			throw unknown("in a module");
		}
		if (loader == ClassLoader.getSystemClassLoader()) {
			return new ClassPath(started, follow(started), false);
		}
		return new ClassPath(started, follow(String.join(File.pathSeparator, entries(loader, started))), false);
	}

	/**
	 * Return the entries of class loaders below that of the system, as a container has
	 * them, from the lowest to the highest.
	 */
	private static Set<String> entries(ClassLoader loader, String started) {
		Set<String> entries = new LinkedHashSet<>();
		for (ClassLoader next = loader; next != null; next = next.getParent()) {
			if (next instanceof URLClassLoader urls) {
				Stream.of(urls.getURLs()).map(ClassPath::file).forEach(entries::add);
			}
			else if (next == loader) {
				throw unknown("loaded by " + loader.getClass().getName());
			}
		}
		entries.addAll(List.of(started.split(File.pathSeparator)));
		return entries;
	}

	private static String file(URL url) {
		try {
			if (url.getProtocol().equals("file")) {
				return Path.of(url.toURI()).toString();
			}
		}
		catch (URISyntaxException | IllegalArgumentException ex) {
			throw unknown("loaded from " + url);
		}
		throw unknown("loaded from " + url);
	}

	private static ServerStartupException unknown(String where) {
		return new ServerStartupException(
				"No worker can be started with the classes of this application, which are %s: ".formatted(where)
						+ "let them be in files of the class path (in a container: unpack the archive), or run all tickers "
						+ "in this process with 'appinfra.net.worker-defaults.enabled: false'");
	}

	private static String follow(String path) {
		return Stream.of(path.split(File.pathSeparator, -1))
			.map((entry) -> entry.isEmpty() ? entry : followLinks(entry))
			.collect(Collectors.joining(File.pathSeparator));
	}

	/**
	 * A jar that is a link names other jars from where the link is.
	 */
	private static String followLinks(String entry) {
		try {
			Path file = Path.of(entry).toAbsolutePath();
			boolean namesOthers = Files.isSymbolicLink(file)
					&& JarManifest.attribute(file, Attributes.Name.CLASS_PATH) != null;
			return (namesOthers ? file.getParent().toRealPath().resolve(file.getFileName()) : file.toRealPath())
				.toString();
		}
		catch (IOException | InvalidPathException ex) {
			return entry;
		}
	}

	/**
	 * Return the flags that another process needs to have what this one has from its jar.
	 * @param command the command that this process was started with, without flags
	 * @param javaVersion the feature version of Java
	 * @return the flags
	 */
	List<String> flags(String command, int javaVersion) {
		List<String> flags = new ArrayList<>();
		try {
			Path jar = Path.of(this.path);
			if (this.nestedJars && hasEntry(jar, "WEB-INF/")) {
				flags.add("-Dloader.path=WEB-INF/classes,WEB-INF/lib,WEB-INF/lib-provided");
			}
			if (!this.started.isEmpty() && (command + " ").startsWith(this.started + " ")) {
				flags.addAll(flags(jar, "Add-Opens", "--add-opens=%s=ALL-UNNAMED"));
				flags.addAll(flags(jar, "Add-Exports", "--add-exports=%s=ALL-UNNAMED"));
				if (javaVersion >= NATIVE_ACCESS_IN_MANIFEST) {
					flags.addAll(flags(jar, "Enable-Native-Access", "--enable-native-access=%s"));
				}
			}
		}
		catch (IOException | InvalidPathException ex) {
			// a path of several entries is no jar
		}
		return flags;
	}

	private static boolean hasEntry(Path jar, String name) throws IOException {
		if (!Files.isRegularFile(jar)) {
			return Files.isDirectory(jar.resolve(name));
		}
		try (JarFile file = new JarFile(jar.toFile())) {
			return file.getEntry(name) != null || file.stream().anyMatch((entry) -> entry.getName().startsWith(name));
		}
	}

	private static List<String> flags(Path jar, String attribute, String flag) throws IOException {
		return JarManifest.words(jar, new Attributes.Name(attribute)).stream().map(flag::formatted).toList();
	}

}
