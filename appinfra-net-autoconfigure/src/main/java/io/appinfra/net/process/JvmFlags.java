package io.appinfra.net.process;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which flags of one JVM may reach another: none that opens a port, attaches an agent or
 * sizes a heap.
 */
final class JvmFlags {

	private static final List<String> ENVIRONMENT = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

	private static final Pattern ALLOWED = Pattern
		.compile("-D.*|--(add-opens|add-exports|enable-native-access|add-modules)(=.*)?|--enable-preview");

	private static final Pattern REFUSED = Pattern
		.compile("-agentlib:jdwp.*|-Xrunjdwp.*|-Xdebug|-Dcom\\.sun\\.management\\..*|-Dloader\\.main=.*"
				+ "|-Xm[sx].*|-XX:(Max|Initial|Min)(Heap|RAM).*|-XX:Flags=.*|-XX:\\+?Use\\w+GC");

	private static final Predicate<String> refused = REFUSED.asMatchPredicate();

	private static final Predicate<String> inheritable = ALLOWED.asMatchPredicate().and(refused.negate());

	private static final Predicate<String> collector = Pattern.compile("-XX:\\+Use\\w+GC").asMatchPredicate();

	private static final Predicate<String> heap = Pattern
		.compile("-Xm[sx].*|-XX:(Max|Min|Initial)(HeapSize|RAM(Percentage|Fraction)?)=.*")
		.asMatchPredicate();

	private JvmFlags() {
	}

	static List<String> inherited(List<String> flags) {
		return flags.stream().filter(inheritable).toList();
	}

	/**
	 * Return whether a default must give way, because the JVM would refuse to start with
	 * both or would prefer the default.
	 * @param flag the default
	 * @param chosen the flags that the user chose
	 * @return whether the default must give way
	 */
	static boolean overridden(String flag, List<String> chosen) {
		return Stream.of(collector, heap).anyMatch((kind) -> kind.test(flag) && chosen.stream().anyMatch(kind));
	}

	static void cleanEnvironment(Map<String, String> environment) {
		ENVIRONMENT.forEach((name) -> environment.computeIfPresent(name, (key, options) -> clean(options)));
	}

	private static String clean(String options) {
		return Stream.of(options.trim().split("\\s+")).filter(refused.negate()).collect(Collectors.joining(" "));
	}

}
