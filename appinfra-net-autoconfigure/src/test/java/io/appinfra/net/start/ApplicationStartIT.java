package io.appinfra.net.start;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.appinfra.net.fixture.JavaRun;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a worker has of the start of its application, as the web process has it.
 */
class ApplicationStartIT {

	private static final JsonMapper json = new JsonMapper();

	private String output = "";

	@Test
	void workerWhenAllIsSetInCodeIsTheSameApplication() throws Exception {
		run(SetInCode.class, "--facts.random=${random.uuid}", "--logging.file.name=" + "target/set-in-code.log", "a b",
				"");
		assertSame();
		Map<String, String> worker = facts("worker");
		assertThat(worker).containsEntry("zone", "Asia/Tokyo")
			.containsEntry("locale", "de_DE")
			.containsEntry("format", "ja_JP")
			.containsEntry("security", "7")
			.containsEntry("overriding true from parent", "bean")
			.containsEntry("prefixed.value", "from the environment")
			.containsEntry("ticker", FactsTicker.class.getName())
			.containsEntry("parent", "true")
			.containsKey("from child");
		assertThat(worker.get("arguments")).endsWith("|a b|");
		assertThat(worker.get("facts.initializer")).hasSize(36);
		assertThat(worker.get("facts.listener")).hasSize(36);
		assertThat(worker.get("facts.default")).hasSize(36);
		assertThat(facts("web")).containsEntry("readyListeners", "1");
		assertThat(worker).containsEntry("readyListeners", "0");
		assertThat(this.output).contains("main of WORKER", "runner of another application in WEB", "after run of WEB")
			.doesNotContain("runner of another application in WORKER", "runner of the parent in WORKER",
					"after run of WORKER", "caught in", "finally of WORKER");
	}

	private void assertSame() {
		Map<String, String> worker = facts("worker");
		Map<String, String> web = facts("web");
		Stream.of("role", "readyListeners").forEach((different) -> {
			worker.remove(different);
			web.remove(different);
		});
		assertThat(worker).isEqualTo(web);
	}

	private Map<String, String> facts(String process) {
		String line = this.output.lines()
			.filter((candidate) -> candidate.startsWith(FactsTicker.MARK))
			.findFirst()
			.orElseThrow(() -> new AssertionError(this.output));
		JsonNode facts = json.readTree(line.substring(FactsTicker.MARK.length())).get(process);
		Map<String, String> all = new TreeMap<>();
		facts.forEachEntry((name, value) -> all.put(name, value.asString()));
		return all;
	}

	private void run(Class<?> main, String... args) throws Exception {
		List<String> all = new ArrayList<>(List.of("--spring.main.web-application-type=none",
				"--spring.main.banner-mode=off", "--spring.datasource.generate-unique-name=true"));
		all.addAll(List.of(args));
		this.output = JavaRun.run(JavaRun.javaHome(), Map.of("FACTS_PREFIXED_VALUE", "from the environment"),
				List.of("-cp", System.getProperty("java.class.path")), main, all.toArray(String[]::new));
	}

}
