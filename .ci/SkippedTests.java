import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;

import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Prints a line for each reason for which tests of a class were skipped in the last
 * build, but for those that run with another web server.
 *
 * <pre>java .ci/SkippedTests.java [directory, the current one]</pre>
 */
class SkippedTests {

	private static final String OTHER_EXECUTION = "System property [web-server]";

	public static void main(String[] args) throws Exception {
		Map<String, Integer> reasons = new TreeMap<>();
		try (Stream<Path> paths = Files.walk(Path.of((args.length > 0) ? args[0] : "."), 6)) {
			for (Path report : paths.filter((path) -> path.getFileName().toString().matches("TEST-.*\\.xml")).toList()) {
				read(report, reasons);
			}
		}
		reasons.forEach((reason, tests) -> System.out.printf("Skipped: %s (tests: %d)%n", reason, tests));
	}

	private static void read(Path report, Map<String, Integer> reasons) throws Exception {
		NodeList skipped = DocumentBuilderFactory.newInstance()
			.newDocumentBuilder()
			.parse(report.toFile())
			.getElementsByTagName("skipped");
		for (int i = 0; i < skipped.getLength(); i++) {
			Element element = (Element) skipped.item(i);
			String reason = reason(element);
			if (!reason.startsWith(OTHER_EXECUTION)) {
				String test = ((Element) element.getParentNode()).getAttribute("classname");
				reasons.merge(test.substring(test.lastIndexOf('.') + 1) + ": " + reason, 1, Integer::sum);
			}
		}
	}

	private static String reason(Element skipped) {
		String message = skipped.hasAttribute("message") ? skipped.getAttribute("message")
				: skipped.getTextContent().split("\n\tat ", 2)[0];
		return message.replaceFirst("^\\S+Exception: ", "")
			.replaceFirst("^Assumption failed: ", "")
			.replaceAll("\\s+", " ")
			.strip();
	}

}
