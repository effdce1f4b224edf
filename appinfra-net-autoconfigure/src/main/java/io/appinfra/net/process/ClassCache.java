package io.appinfra.net.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/**
 * The dynamic class data archive of a Java application (JEP 350). A JVM that is given one
 * maps the classes in it instead of loading them. The name of the file stands for the
 * application, the Java build and the content of each jar, so that what has changed gets
 * another archive. Safe for use by one thread at a time.
 */
public final class ClassCache {

	private static final int FINGERPRINT = 16;

	private static final Pattern OTHER = Pattern.compile("-XX:(SharedArchiveFile|ArchiveClassesAtExit|AOT).*|-Xshare.*"
			+ "|-XX:[+-](RecordDynamicDumpInfo|AutoCreateSharedArchive)");

	/**
	 * No process writes for as long: what is older was left behind by one that was
	 * killed.
	 */
	private static final Duration WRITTEN_WITHIN = Duration.ofHours(1);

	private final Path file;

	private final Path unfinished;

	private ClassCache(Path file) {
		this.file = file;
		this.unfinished = file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid());
	}

	/**
	 * Find the archive of an application.
	 * @param directory where archives are kept
	 * @param name what its name begins with
	 * @param application the application
	 * @param jvmArgs flags of the JVM that is to use it
	 * @param environment its environment variables, which can have flags, too
	 * @return the archive, which need not exist, or empty if there can be none: classes
	 * that are not in jars are not archived, and the flags may name another archive
	 * @throws IOException if a jar or the directory cannot be read
	 */
	public static Optional<ClassCache> find(Path directory, String name, JavaApplication application,
			List<String> jvmArgs, Map<String, String> environment) throws IOException {
		List<Path> jars = withManifests(application.classPathEntries());
		boolean other = Stream.of(jvmArgs, application.jvmFlags(), JvmFlags.ofEnvironment(environment))
			.flatMap(List::stream)
			.anyMatch(OTHER.asMatchPredicate());
		if (other || !jars.stream().allMatch(Files::isRegularFile)) {
			return Optional.empty();
		}
		Path file = Files.createDirectories(directory)
			.toAbsolutePath()
			.resolve("%s-%s.jsa".formatted(name, fingerprint(application, jars)));
		return Optional.of(new ClassCache(file));
	}

	/**
	 * Return whether the archive exists.
	 * @return whether it exists
	 */
	public boolean exists() {
		return Files.exists(this.file);
	}

	/**
	 * Return the flags of a JVM that uses the archive.
	 * @return the flags, none if the archive does not exist
	 */
	public List<String> flags() {
		return exists() ? List.of("-XX:SharedArchiveFile=" + this.file) : List.of();
	}

	/**
	 * Return the flags of a JVM that writes the archive when it exits.
	 * @return the flags
	 */
	public List<String> writerFlags() {
		return List.of("-XX:ArchiveClassesAtExit=" + this.unfinished, "-Xlog:disable");
	}

	/**
	 * Put the archive that was written into its place, and delete those of former states
	 * of the application, and what killed processes have left.
	 * @throws IOException if it was not written, or the directory cannot be changed
	 */
	public void complete() throws IOException {
		Files.move(this.unfinished, this.file, StandardCopyOption.ATOMIC_MOVE);
		String name = this.file.getFileName().toString();
		Pattern own = Pattern
			.compile(Pattern.quote(name.substring(0, name.lastIndexOf('-'))) + "-[0-9a-f]+\\.jsa(\\.\\d+)?");
		try (Stream<Path> siblings = Files.list(this.file.getParent())) {
			for (Path sibling : siblings.toList()) {
				boolean former = own.matcher(sibling.getFileName().toString()).matches() && !sibling.equals(this.file);
				if (former && !isBeingWritten(sibling)) {
					Files.deleteIfExists(sibling);
				}
			}
		}
	}

	private static boolean isBeingWritten(Path archive) throws IOException {
		return !archive.toString().endsWith(".jsa")
				&& Files.getLastModifiedTime(archive).toInstant().isAfter(Instant.now().minus(WRITTEN_WITHIN));
	}

	/**
	 * Delete what was written of an archive that is not completed.
	 * @throws IOException if the directory cannot be changed
	 */
	public void abandon() throws IOException {
		Files.deleteIfExists(this.unfinished);
	}

	private static List<Path> withManifests(List<Path> classPath) throws IOException {
		List<Path> jars = new ArrayList<>();
		for (Path entry : classPath) {
			jars.add(entry);
			for (String path : JarManifest.words(entry, Attributes.Name.CLASS_PATH)) {
				jars.add(Path.of(entry.toAbsolutePath().toUri().resolve(path)));
			}
		}
		return jars;
	}

	private static String fingerprint(JavaApplication application, List<Path> jars) throws IOException {
		StringBuilder text = new StringBuilder(application.java() + System.getProperty("java.vm.version")
				+ System.getProperty("java.vm.vendor") + application.classPath());
		for (Path jar : jars) {
			text.append('\n').append(jar).append(Files.getLastModifiedTime(jar)).append(checksum(jar));
		}
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256")
				.digest(text.toString().getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(digest).substring(0, FINGERPRINT);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return what distinguishes a jar from another of the same size and date:
	 * reproducible builds and images give all the same date. The JVM would take the
	 * classes of the former.
	 */
	private static long checksum(Path jar) throws IOException {
		CheckedInputStream content = new CheckedInputStream(Files.newInputStream(jar), new CRC32());
		try (content) {
			content.transferTo(OutputStream.nullOutputStream());
		}
		return content.getChecksum().getValue();
	}

	@Override
	public String toString() {
		return this.file.toString();
	}

}
