package io.appinfra.net.process;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Which flags of one JVM may reach another: none that opens a port, attaches a debugger,
 * sizes a heap, or names a file that one process alone can write.
 */
final class JvmFlags {

	private static final List<String> ENVIRONMENT = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

	private static final Pattern ALLOWED = Pattern.compile(
			"-D.*|--(add-opens|add-exports|enable-native-access|add-modules)(=.*)?|--enable-preview", Pattern.DOTALL);

	private static final String OPENS_PORT = "-agent(lib|path):.*jdwp.*|-Xrunjdwp.*|-Xdebug"
			+ "|-Dcom\\.sun\\.management\\..*|-javaagent:.*(jmx_prometheus|jolokia).*"
			+ "|-(javaagent|agentpath|agentlib):[^=]*=(.*[,;:&\\s])?(\\w*[pP]ort\\s*[=:]\\s*\\d+|output=tcpserver).*"
			+ "|-javaagent:[^=]*=([\\w.-]+:)?\\d+(:.*)?";

	private static final String SIZES_HEAP = "-Xm[snx].*|-XX:(Max|Initial|Min|SoftMax)(Heap|RAM).*"
			+ "|-XX:(Max)?NewSize=.*|-XX:\\+?Use\\w+GC";

	/**
	 * A file of the JVM's log need not be called one: {@code -Xlog:what:output} is a file
	 * where the output is no stream.
	 */
	private static final String WRITES_FILE = "-Xlog:(?!.*%p)[^:]*:(?!(stdout|stderr)?(:|$)).+|-Xloggc:(?!.*%p).*"
			+ "|-XX:StartFlightRecording.*filename=.*|-XX:(ArchiveClassesAtExit|AOTCacheOutput)=.*";

	/**
	 * What is read from such a file has become flags of this process.
	 */
	private static final String IN_FILE = "@.*|-XX:(Flags|VMOptionsFile)=.*";

	private static final Pattern REFUSED = Pattern
		.compile(String.join("|", "-Dloader\\.main=.*", OPENS_PORT, SIZES_HEAP, WRITES_FILE, IN_FILE), Pattern.DOTALL);

	private static final Pattern SECRET = Pattern.compile(
			"-D[^=]*(password|passwd|secret|token|credential|api-?key|private-?key)[^=]*=.*",
			Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

	/**
	 * Text outside of quotes and whitespace, or in quotes: as the JVM reads its
	 * variables. There is no escape, and a quote within a word does not end it.
	 */
	private static final Pattern WORD = Pattern.compile("(?:[^\\s\"']|\"[^\"]*\"|'[^']*')+");

	private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"|'([^']*)'");

	private static final Predicate<String> refused = REFUSED.asMatchPredicate();

	private static final Predicate<String> inheritable = ALLOWED.asMatchPredicate().and(refused.negate());

	private static final Predicate<String> secret = SECRET.asMatchPredicate();

	private static final Predicate<String> collector = Pattern.compile("-XX:\\+Use\\w+GC").asMatchPredicate();

	private static final Predicate<String> heap = Pattern
		.compile("-Xm[sx].*|-XX:(Max|Min|Initial)(HeapSize|RAM(Percentage|Fraction)?)=.*")
		.asMatchPredicate();

	private static final Predicate<String> freeRatio = Pattern.compile("-XX:(Max|Min)HeapFreeRatio=.*")
		.asMatchPredicate();

	private JvmFlags() {
	}

	/**
	 * Return those flags that another process is to have as well. Secrets are not among
	 * them, since others can read a command line: they reach a worker as system
	 * properties.
	 * @param flags the flags of this process
	 * @return those that the command line of the other may have
	 */
	static List<String> inherited(List<String> flags) {
		return flags.stream().filter(inheritable.and(secret.negate())).toList();
	}

	/**
	 * Return those flags that another process does not have from its environment anyway.
	 * @param flags all flags of this process
	 * @param environment the environment of both processes
	 * @return those that do not come from the environment
	 */
	static List<String> notFromEnvironment(List<String> flags, Map<String, String> environment) {
		Set<String> known = Set.copyOf(ofEnvironment(environment));
		return flags.stream().filter((flag) -> !known.contains(flag)).toList();
	}

	/**
	 * Return the flags that a process has from its environment.
	 * @param environment the environment of the process
	 * @return the flags
	 */
	static List<String> ofEnvironment(Map<String, String> environment) {
		return ENVIRONMENT.stream()
			.flatMap((name) -> words(environment.getOrDefault(name, "")))
			.map(JvmFlags::unquoted)
			.toList();
	}

	/**
	 * Return whether a default must give way, because the JVM would refuse to start with
	 * both or would prefer the default.
	 * @param flag the default
	 * @param chosen the flags that the user chose
	 * @return whether the default must give way
	 */
	static boolean overridden(String flag, List<String> chosen) {
		return Stream.of(collector, heap, freeRatio)
			.anyMatch((kind) -> kind.test(flag) && chosen.stream().anyMatch(kind));
	}

	static void cleanEnvironment(Map<String, String> environment) {
		ENVIRONMENT.forEach((name) -> environment.computeIfPresent(name, (key, options) -> clean(options)));
	}

	private static @Nullable String clean(String options) {
		String cleaned = words(options).filter((word) -> !refused.test(unquoted(word)))
			.collect(Collectors.joining(" "));
		return cleaned.isEmpty() ? null : cleaned;
	}

	private static Stream<String> words(String options) {
		return WORD.matcher(options).results().map(MatchResult::group);
	}

	private static String unquoted(String word) {
		return QUOTED.matcher(word)
			.replaceAll((quoted) -> Matcher
				.quoteReplacement((quoted.group(1) != null) ? quoted.group(1) : quoted.group(2)));
	}

}
