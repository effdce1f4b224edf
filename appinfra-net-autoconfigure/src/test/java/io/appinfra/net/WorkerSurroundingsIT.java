package io.appinfra.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.util.FileSystemUtils;

import io.appinfra.net.fixture.OddNames;
import io.appinfra.net.fixture.PortAgent;
import io.appinfra.net.mirror.MirrorRun;
import io.appinfra.net.mirror.Reflection;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A worker of a web process whose surroundings have everything that is not plain: spaces
 * and accents in its paths, a class path that is too long, agents and ports in the
 * variables of the JVM, profiles and properties from everywhere.
 */
@TestInstance(Lifecycle.PER_CLASS)
class WorkerSurroundingsIT {

	private static final String TEXT = "ä b\n\"c\" 'd' \\ € $ {}";

	private MirrorRun run;

	private Path temp;

	@BeforeAll
	void run(@TempDir Path directory) throws Exception {
		this.temp = Files.createDirectory(directory.resolve(OddNames.of("temp")));
		Path configuration = Files.writeString(directory.resolve("application.yml"), """
				mirror:
				  names: [ one, two ]
				  placeholder: ${mirror.default} and ${random.int(5,6)}
				  profile: none
				---
				spring.config.activate.on-profile: chosen
				mirror.profile: chosen
				---
				spring.config.activate.on-profile: from-variable
				mirror.profile: from-variable
				""");
		this.run = MirrorRun.of(environment(directory),
				List.of("-Djava.io.tmpdir=" + this.temp, "-Dmirror.flag=" + TEXT,
						"-javaagent:%s=of the line".formatted(PortAgent.jar(directory)),
						"-Xlog:gc*:file=" + directory.resolve("line.log")),
				classPath(directory), "--spring.profiles.active=chosen",
				"--spring.config.additional-location=file:" + configuration, "--mirror.argument=" + TEXT, TEXT,
				"--appinfra.net.workers.default.jvm-args[0]=-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,"
						+ "address=127.0.0.1:0",
				"--appinfra.net.workers.default.jvm-args[1]=--add-opens",
				"--appinfra.net.workers.default.jvm-args[2]=java.base/java.util=ALL-UNNAMED",
				"--appinfra.net.workers.default.properties.mirror.only-in-worker=${mirror.default}",
				"--appinfra.net.workers.unused.stop-timeout=1s");
	}

	private static Map<String, String> environment(Path directory) throws IOException {
		Path flags = Files.writeString(directory.resolve("jvm.options"),
				jmx(freePort()) + "\n-Dmirror.file=\"in file\"");
		Path agent = PortAgent.jar(directory);
		return Map.of("LC_ALL", "C.UTF-8", "SPRING_PROFILES_ACTIVE", "from-variable", "MIRROR_VARIABLE", TEXT,
				"JAVA_TOOL_OPTIONS",
				"-Dmirror.tool='in quotes' %s -Dmirror.password=secret '-javaagent:%s=of all'"
					.formatted(debugger(freePort()), agent),
				"JDK_JAVA_OPTIONS",
				"--add-opens java.base/java.lang=ALL-UNNAMED -Dmirror.launcher=\"also  quoted\" \"-javaagent:%s=port=%d\" @%s"
					.formatted(agent, freePort(), flags),
				"_JAVA_OPTIONS",
				"-Dmirror.last=\"it's\" \"-Xlog:gc*:file=%s\"".formatted(directory.resolve("variable.log")));
	}

	private static String debugger(int port) {
		return "\"-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:%d\"".formatted(port);
	}

	private static String jmx(int port) {
		String prefix = "-Dcom.sun.management.jmxremote.";
		return "%1$sport=%2$d %1$sauthenticate=false %1$sssl=false %1$shost=127.0.0.1".formatted(prefix, port);
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	private static List<String> classPath(Path directory) throws IOException {
		List<String> classPath = new ArrayList<>(Collections.nCopies(1000, "/nowhere/at all/to make it long.jar"));
		for (String entry : MirrorRun.classPath()) {
			Path path = Path.of(entry);
			Path copy = directory.resolve(OddNames.of("classes") + classPath.size());
			if (Files.isDirectory(path)) {
				FileSystemUtils.copyRecursively(path, copy);
			}
			classPath.add((Files.exists(copy) ? copy : path).toString());
		}
		return classPath;
	}

	@Test
	void propertiesAreThoseOfTheWebProcess() {
		Map<String, String> web = this.run.web().properties();
		Map<String, String> worker = this.run.worker().properties();
		assertThat(web).containsEntry("mirror.argument", TEXT)
			.containsEntry("mirror.flag", TEXT)
			.containsEntry("MIRROR_VARIABLE", TEXT)
			.containsEntry("mirror.tool", "in quotes")
			.containsEntry("mirror.launcher", "also  quoted")
			.containsEntry("mirror.file", "in file")
			.containsEntry("mirror.last", "it's")
			.containsEntry("mirror.password", "secret")
			.containsEntry("mirror.names[1]", "two")
			.containsEntry("mirror.placeholder", "from main and 5")
			.containsEntry("mirror.profile", "chosen");
		Set<String> ofMirror = new TreeSet<>(web.keySet());
		ofMirror.removeIf((name) -> !name.toLowerCase(Locale.ROOT).startsWith("mirror"));
		assertThat(ofMirror).hasSizeGreaterThan(12)
			.allSatisfy((name) -> assertThat(worker).containsEntry(name, web.get(name)));
		assertThat(worker).containsEntry("mirror.only-in-worker", "from main")
			.containsEntry("java.io.tmpdir", this.temp.toString());
	}

	@Test
	void variablesAreThoseOfTheWebProcessAndSwitches() {
		String skip = "SPRING_DATA_ELASTICSEARCH_SKIP_REPOSITORY_INIT";
		assertThat(this.run.web().variables()).containsEntry("MIRROR_VARIABLE", TEXT).doesNotContainKey(skip);
		assertThat(this.run.worker().variables()).containsEntry("MIRROR_VARIABLE", TEXT).containsEntry(skip, "true");
	}

	@Test
	void profilesAndArgumentsAreThoseOfTheWebProcess() {
		assertThat(this.run.web().profiles()).containsExactly("additional", "chosen");
		assertThat(this.run.worker().profiles()).isEqualTo(this.run.web().profiles());
		assertThat(this.run.worker().arguments()).contains(TEXT).isEqualTo(this.run.web().arguments());
	}

	@Test
	void flagsAreTheOnesAllowedAndItsOwn() {
		assertThat(this.run.web().flags()).anyMatch((flag) -> flag.startsWith("-agentlib:jdwp"))
			.anyMatch((flag) -> flag.startsWith("-Dcom.sun.management"));
		assertThat(this.run.worker().flags())
			.contains("--add-opens=java.base/java.lang=ALL-UNNAMED", "--add-opens=java.base/java.util=ALL-UNNAMED",
					"-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0")
			.noneMatch((flag) -> flag.startsWith("-Dcom.sun.management"));
		assertThat(this.run.worker().flags().stream().filter((flag) -> flag.contains("jdwp"))).hasSize(1);
		assertThat(this.run.worker().flags().stream().filter((flag) -> flag.contains("secret"))).hasSize(1);
	}

	@Test
	void agentsAreThoseOfVariablesThatOpenNoPort() {
		assertThat(agents(this.run.web())).containsExactlyInAnyOrder("of all", "of the line", "port");
		assertThat(agents(this.run.worker())).containsExactly("of all");
		assertThat(this.run.lines()).filteredOn((line) -> line.contains(PortAgent.MARK)).hasSize(4);
	}

	private static List<String> agents(Reflection process) {
		return process.flags()
			.stream()
			.filter((flag) -> flag.startsWith("-javaagent"))
			.map((flag) -> flag.split("=")[1])
			.toList();
	}

	@Test
	void filesOfTheJvmAreWrittenByTheWebProcessAlone() {
		assertThat(this.run.web().flags()).filteredOn((flag) -> flag.startsWith("-Xlog")).hasSize(2);
		assertThat(this.run.worker().flags()).noneMatch((flag) -> flag.startsWith("-Xlog"));
	}

	@Test
	void outputSaysOnceOfWhatIsOfNoUse() {
		assertThat(this.run.lines()).filteredOn((line) -> line.contains("WARN"))
			.singleElement()
			.asString()
			.contains("appinfra.net.workers.unused");
		assertThat(this.run.lines()).anyMatch((line) -> line.contains("Listening for transport dt_socket"));
	}

	@Test
	void directoryForTemporaryFilesIsLeftEmpty() throws IOException {
		try (Stream<Path> files = Files.list(this.temp)) {
			assertThat(files).isEmpty();
		}
	}

}
