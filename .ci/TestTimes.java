import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Prints the time of each test class of the last build, slowest first: in all, and how
 * much of that an application was starting, in the test's process or below it.
 *
 * <pre>java .ci/TestTimes.java [number of classes, 20]</pre>
 */
class TestTimes {

	private static final Pattern SUITE = Pattern.compile("<testsuite [^>]*>", Pattern.DOTALL);

	public static void main(String[] args) throws IOException {
		int limit = (args.length > 0) ? Integer.parseInt(args[0]) : 20;
		List<Row> rows = new ArrayList<>();
		for (Path directory : reports()) {
			rows.addAll(rows(directory));
		}
		rows.sort(Comparator.comparingDouble(Row::seconds).reversed());
		System.out.println("    in all  starting  starts  tests  class (layer)");
		rows.stream().limit(limit).forEach(System.out::println);
		Map<String, Row> layers = new TreeMap<>();
		rows.forEach((row) -> layers.merge(row.layer(), row.named("all classes"), Row::plus));
		System.out.println();
		layers.values().forEach(System.out::println);
	}

	private static List<Path> reports() throws IOException {
		try (Stream<Path> paths = Files.walk(Path.of("."), 6)) {
			return paths.filter((path) -> path.getFileName().toString().startsWith("TEST-"))
				.map(Path::getParent)
				.distinct()
				.toList();
		}
	}

	private static List<Row> rows(Path directory) throws IOException {
		List<String[]> times = new ArrayList<>();
		for (Path file : files(directory, "times-")) {
			Files.readAllLines(file).forEach((line) -> times.add(line.split("\t")));
		}
		List<Row> rows = new ArrayList<>();
		for (Path file : files(directory, "TEST-")) {
			Matcher suite = SUITE.matcher(Files.readString(file));
			if (suite.find()) {
				String name = attribute(suite.group(), "name");
				List<long[]> starts = startsOf(name, times);
				rows.add(new Row(Double.parseDouble(attribute(suite.group(), "time")), covered(starts) / 1000.0,
						starts.size(), Integer.parseInt(attribute(suite.group(), "tests")),
						name.substring(name.lastIndexOf('.') + 1), layer(directory)));
			}
		}
		return rows;
	}

	private static List<Path> files(Path directory, String prefix) throws IOException {
		try (Stream<Path> files = Files.list(directory)) {
			return files.filter((file) -> file.getFileName().toString().startsWith(prefix)).toList();
		}
	}

	private static String attribute(String suite, String name) {
		Matcher matcher = Pattern.compile(" " + name + "=\"([^\"]*)\"").matcher(suite);
		return matcher.find() ? matcher.group(1) : "0";
	}

	private static List<long[]> startsOf(String name, List<String[]> times) {
		List<String[]> runs = times.stream()
			.filter((time) -> time[0].equals("class") && time[4].equals(name))
			.sorted(Comparator.comparing((time) -> time[3]))
			.toList();
		if (runs.isEmpty()) {
			return List.of();
		}
		String[] last = runs.get(runs.size() - 1);
		long begin = Long.parseLong(last[2]);
		long end = Long.parseLong(last[3]);
		return times.stream()
			.filter((time) -> time[0].equals("start") && ("," + time[1]).contains("," + last[1] + ","))
			.map((time) -> new long[] { Long.parseLong(time[2]), Long.parseLong(time[3]) })
			.filter((start) -> start[1] >= begin && start[1] <= end)
			.toList();
	}

	/**
	 * Returns the milliseconds in which something was starting, each once, however much
	 * was starting then.
	 */
	private static long covered(List<long[]> starts) {
		long covered = 0;
		long until = 0;
		for (long[] start : starts.stream().sorted(Comparator.comparingLong((start) -> start[0])).toList()) {
			covered += Math.max(0, start[1] - Math.max(until, start[0]));
			until = Math.max(until, start[1]);
		}
		return covered;
	}

	private static String layer(Path directory) {
		String path = directory.toString();
		String module = path.substring(2, path.indexOf("/target"));
		return module + " " + path.substring(path.indexOf("/target/") + "/target/".length());
	}

	private record Row(double seconds, double starting, int starts, int tests, String name, String layer) {

		Row plus(Row other) {
			return new Row(this.seconds + other.seconds, this.starting + other.starting, this.starts + other.starts,
					this.tests + other.tests, this.name, this.layer);
		}

		Row named(String other) {
			return new Row(this.seconds, this.starting, this.starts, this.tests, other, this.layer);
		}

		@Override
		public String toString() {
			return "%8.1f s%8.1f s%8d%7d  %s (%s)".formatted(this.seconds, this.starting, this.starts, this.tests,
					this.name, this.layer);
		}

	}

}
