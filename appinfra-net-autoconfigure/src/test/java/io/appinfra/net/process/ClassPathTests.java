package io.appinfra.net.process;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.appinfra.net.ServerStartupException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ClassPathTests {

	@TempDir
	Path temp;

	private Path directory;

	private final Manifest manifest = new Manifest();

	@BeforeEach
	void prepare() throws IOException {
		this.directory = this.temp.toRealPath();
		this.manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
	}

	@Test
	void pathWhenAnEntryIsALinkIsWhereItPoints() throws IOException {
		Path jar = jar("one.jar", "x");
		Path link = Files.createSymbolicLink(this.directory.resolve("current.jar"), jar);
		String path = link + File.pathSeparator + "/nowhere/at all" + File.pathSeparator;
		assertThat(ClassPath.of(getClass(), path).path())
			.isEqualTo(jar + File.pathSeparator + "/nowhere/at all" + File.pathSeparator);
	}

	@Test
	void pathWhenALinkNamesOtherJarsKeepsWhereTheyAre() throws IOException {
		this.manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, "lib/other.jar");
		Path jar = jar("one.jar", "x");
		Path release = Files.createDirectory(this.directory.resolve("release"));
		Path link = Files.createSymbolicLink(release.resolve("app.jar"), jar);
		Path current = Files.createSymbolicLink(this.directory.resolve("current"), release);
		assertThat(ClassPath.of(getClass(), current.resolve("app.jar").toString()).path()).isEqualTo(link.toString());
	}

	@Test
	void pathWhenInAContainerIsThatOfItsClassLoaders() throws Exception {
		Path library = jar("library.jar", "x");
		Path container = jar("container.jar", "x");
		URL classes = type().getProtectionDomain().getCodeSource().getLocation();
		try (URLClassLoader shared = new URLClassLoader(new URL[] { container.toUri().toURL() }, null);
				URLClassLoader web = new URLClassLoader(new URL[] { classes, library.toUri().toURL() }, shared)) {
			ClassPath path = ClassPath.of(web.loadClass(type().getName()), "bootstrap.jar");
			assertThat(path.nestedJars()).isFalse();
			assertThat(path.path().split(File.pathSeparator)).containsExactly(
					Path.of(classes.toURI()).toRealPath().toString(), library.toString(), container.toString(),
					"bootstrap.jar");
		}
	}

	@Test
	void pathWhenClassesAreInNoFilesSaysWhatToDo() throws Exception {
		Path war = jar("app.war", "WEB-INF/classes/");
		URL classes = type().getProtectionDomain().getCodeSource().getLocation();
		URL inside = new URL("jar:" + war.toUri() + "!/WEB-INF/classes/");
		try (URLClassLoader web = new URLClassLoader(new URL[] { classes, inside }, null)) {
			Class<?> type = web.loadClass(type().getName());
			assertThatExceptionOfType(ServerStartupException.class).isThrownBy(() -> ClassPath.of(type, ""))
				.withMessageContaining(inside.toString())
				.withMessageContaining("unpack the archive")
				.withMessageContaining("appinfra.net.worker-defaults.enabled: false");
		}
	}

	private static Class<?> type() {
		return ExitCode.class;
	}

	@Test
	void flagsWhenStartedByAJarAreThoseOfItsManifest() throws IOException {
		Attributes attributes = this.manifest.getMainAttributes();
		attributes.putValue("Add-Opens", "java.base/java.lang java.base/java.util");
		attributes.putValue("Add-Exports", "java.base/sun.nio.ch");
		attributes.putValue("Enable-Native-Access", "ALL-UNNAMED");
		Path jar = jar("my app.jar", "x");
		ClassPath path = ClassPath.of(getClass(), jar.toString());
		String[] always = { "--add-opens=java.base/java.lang=ALL-UNNAMED",
				"--add-opens=java.base/java.util=ALL-UNNAMED", "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED" };
		assertThat(path.flags(jar + " --x=y", 21)).containsExactly(always);
		assertThat(path.flags(jar.toString(), 22)).startsWith(always)
			.endsWith("--enable-native-access=ALL-UNNAMED")
			.hasSize(4);
		assertThat(path.flags("some.Main --x=y", 25)).isEmpty();
		assertThat(ClassPath.of(getClass(), jar + File.pathSeparator + jar).flags("some.Main", 25)).isEmpty();
	}

	@Test
	void flagsWhenNestedInAWarSayWhereItsClassesAre() throws IOException {
		Path war = jar("app.war", "WEB-INF/lib/a.jar");
		Path jar = jar("app.jar", "BOOT-INF/lib/a.jar");
		assertThat(new ClassPath(war.toString(), war.toString(), true).flags(war.toString(), 17))
			.containsExactly("-Dloader.path=WEB-INF/classes,WEB-INF/lib,WEB-INF/lib-provided");
		assertThat(new ClassPath(jar.toString(), jar.toString(), true).flags(jar.toString(), 17)).isEmpty();
	}

	private Path jar(String name, String entry) throws IOException {
		Path jar = this.directory.resolve(name);
		try (OutputStream file = Files.newOutputStream(jar);
				JarOutputStream content = new JarOutputStream(file, this.manifest)) {
			content.putNextEntry(new ZipEntry(entry));
			content.closeEntry();
		}
		return jar;
	}

}
