package io.appinfra.net.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What this process holds, counted by kind.
 *
 * @param files its open files, by what they refer to
 * @param threads its threads, by name, without those that tests and the JDK start when
 * they like
 * @param temporary the temporary files, by name
 */
record Resources(Map<String, Long> files, Map<String, Long> threads, Map<String, Long> temporary) {

	private static final Predicate<String> ofOthers = Pattern
		.compile("(process reaper|CompletableFutureDelayScheduler|ForkJoinPool|awaitility).*")
		.asMatchPredicate();

	static Resources count() {
		Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
		Stream<String> threads = Thread.getAllStackTraces().keySet().stream().map(Thread::getName);
		return new Resources(list(Path.of("/proc/self/fd"), Resources::target),
				kinds(threads.filter(ofOthers.negate())), list(temporary, (file) -> file.getFileName().toString()));
	}

	/**
	 * Return what is more than there was.
	 * @param before what there was
	 * @return the kinds of which there is more, with their numbers
	 */
	Map<String, String> beyond(Resources before) {
		Map<String, String> beyond = new TreeMap<>();
		compare(before.files, this.files, beyond);
		compare(before.threads, this.threads, beyond);
		compare(before.temporary, this.temporary, beyond);
		return beyond;
	}

	private static void compare(Map<String, Long> before, Map<String, Long> after, Map<String, String> beyond) {
		after.forEach((kind, number) -> {
			long was = before.getOrDefault(kind, 0L);
			if (number > was) {
				beyond.put(kind, "%d, not %d".formatted(number, was));
			}
		});
	}

	/**
	 * Return how much there is in all.
	 * @return the numbers, in words
	 */
	String summary() {
		return "%d files, %d threads, %d temporary".formatted(sum(this.files), sum(this.threads), sum(this.temporary));
	}

	private static long sum(Map<String, Long> numbers) {
		return numbers.values().stream().mapToLong(Long::longValue).sum();
	}

	private static Map<String, Long> list(Path directory, Function<Path, String> name) {
		try (Stream<Path> files = Files.list(directory)) {
			return kinds(files.map(name).filter((kind) -> !kind.isEmpty()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String target(Path link) {
		try {
			return Files.readSymbolicLink(link).toString();
		}
		catch (IOException ex) {
			return "";
		}
	}

	private static Map<String, Long> kinds(Stream<String> names) {
		return names.collect(
				Collectors.groupingBy((name) -> name.replaceAll("\\d+", "#"), TreeMap::new, Collectors.counting()));
	}

}
