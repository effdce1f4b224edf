package io.appinfra.net.process;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JvmFlags}.
 */
class JvmFlagsTests {

	@ParameterizedTest
	@ValueSource(strings = { "-Dname=value", "-Dname", "--add-opens=java.base/java.lang=ALL-UNNAMED",
			"--add-exports=java.base/sun.nio.ch=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED",
			"--add-modules=java.sql", "--enable-preview", "-Dtext=two\nlines" })
	void inheritedTakes(String flag) {
		assertThat(JvmFlags.inherited(List.of(flag))).containsExactly(flag);
	}

	@ParameterizedTest
	@ValueSource(strings = { "-agentlib:jdwp=transport=dt_socket,server=y,address=5005", "-Xrunjdwp:server=y",
			"-javaagent:some.jar", "-agentpath:/x", "-Dcom.sun.management.jmxremote.port=9010", "-Dloader.main=x",
			"-Xmx2g", "-Xms1g", "-XX:+UseG1GC", "-XX:MaxRAMPercentage=75", "-XX:+HeapDumpOnOutOfMemoryError",
			"-XX:SharedArchiveFile=x", "--patch-module=a=b", "-Djavax.net.ssl.keyStorePassword=x", "-Dapp.api-key=x",
			"-Dapp.TOKEN=x" })
	void inheritedRefuses(String flag) {
		assertThat(JvmFlags.inherited(List.of(flag))).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "-Xmx512m", "-Xms512m", "-XX:MaxRAMPercentage=50", "-XX:MaxHeapSize=1g",
			"-XX:InitialHeapSize=1g", "-XX:MaxRAM=1g", "-XX:InitialRAMPercentage=50", "-XX:MinRAMPercentage=50" })
	void overriddenWhenHeapIsChosen(String chosen) {
		assertThat(JvmFlags.overridden("-Xmx256m", List.of(chosen))).isTrue();
		assertThat(JvmFlags.overridden("-XX:+UseSerialGC", List.of(chosen))).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "-XX:HeapDumpPath=/tmp", "-XX:G1HeapRegionSize=1m", "-XX:MaxHeapFreeRatio=50",
			"-XX:MinHeapFreeRatio=10", "-XX:+HeapDumpOnOutOfMemoryError", "-Xss1m" })
	void notOverriddenWhenHeapIsNotSized(String chosen) {
		assertThat(JvmFlags.overridden("-Xmx256m", List.of(chosen))).isFalse();
	}

	@Test
	void overriddenWhenEitherFreeRatioIsChosen() {
		assertThat(JvmFlags.overridden("-XX:MaxHeapFreeRatio=40", List.of("-XX:MinHeapFreeRatio=50"))).isTrue();
		assertThat(JvmFlags.overridden("-XX:MinHeapFreeRatio=20", List.of("-XX:MaxHeapFreeRatio=10"))).isTrue();
		assertThat(JvmFlags.overridden("-XX:MinHeapFreeRatio=20", List.of("-Xmx1g", "-XX:+UseG1GC"))).isFalse();
	}

	@Test
	void overriddenWhenCollectorIsChosen() {
		assertThat(JvmFlags.overridden("-XX:+UseSerialGC", List.of("-XX:+UseZGC"))).isTrue();
		assertThat(JvmFlags.overridden("-XX:+UseSerialGC", List.of("-XX:-UseZGC"))).isFalse();
		assertThat(JvmFlags.overridden("-Xmx256m", List.of("-XX:+UseZGC"))).isFalse();
	}

	@Test
	void cleanEnvironmentRemovesWhatBindsPortAndKeepsTheRest() {
		Map<String, String> environment = new TreeMap<>(Map.of("JAVA_TOOL_OPTIONS",
				"-Djavax.net.ssl.trustStore=x -agentlib:jdwp=transport=dt_socket,server=y,address=5005 -Dhttp.proxyHost=y",
				"JDK_JAVA_OPTIONS", "-Xmx4g -Dcom.sun.management.jmxremote.port=1 -Da=b", "_JAVA_OPTIONS",
				"-XX:+UseG1GC", "OTHER", "-Xmx4g"));
		JvmFlags.cleanEnvironment(environment);
		assertThat(environment).containsOnly(
				Map.entry("JAVA_TOOL_OPTIONS", "-Djavax.net.ssl.trustStore=x -Dhttp.proxyHost=y"),
				Map.entry("JDK_JAVA_OPTIONS", "-Da=b"), Map.entry("OTHER", "-Xmx4g"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "-Da='x \"y'", "\"-Da=x y\"", "-Da=\"x y\"'z'w", "-javaagent:otel.jar",
			"--add-opens java.base/java.lang=ALL-UNNAMED", "-XX:+UseContainerSupport", "-Xlog:gc",
			"-Xlog:gc:file=gc-%p.log", "-Da=\\", "-Da=it''s", "-Da=-Xmx5g" })
	void cleanEnvironmentKeepsAsItIs(String options) {
		assertThat(cleaned(options + "  -Xmx4g\t" + options)).isEqualTo(options + " " + options);
	}

	@ParameterizedTest
	@ValueSource(strings = { "'-agentlib:jdwp=transport=dt_socket,server=y,address=5005'",
			"-agentpath:\"/opt/my java/libjdwp.so\"=server=y", "-Xrun'jdwp:server=y'", "-Dcom.sun.management.jmxremote",
			"-javaagent:/opt/jmx_prometheus_javaagent-1.0.jar=9404:config.yaml", "-javaagent:jolokia.jar", "-Xmn1g",
			"-XX:NewSize=1g", "-XX:MaxRAMPercentage=75.0", "-XX:-UseSerialGC -XX:+UseG1GC", "@jvm.options",
			"-XX:VMOptionsFile=jvm.options", "-Xlog:gc*:file=gc.log:time", "-Xloggc:gc.log",
			"-XX:StartFlightRecording=filename=x.jfr,dumponexit=true", "-XX:ArchiveClassesAtExit=x.jsa" })
	void cleanEnvironmentRemoves(String option) {
		assertThat(cleaned("-Da=b " + option)).isIn("-Da=b", "-Da=b -XX:-UseSerialGC");
		assertThat(cleaned(option)).isIn(null, "-XX:-UseSerialGC");
	}

	@Test
	void notFromEnvironmentLeavesOutWhatEachProcessReadsThere() {
		Map<String, String> environment = Map.of("JAVA_TOOL_OPTIONS", "-Da='x y' \"-Db=1\"", "_JAVA_OPTIONS", "-Dc=2");
		assertThat(JvmFlags.notFromEnvironment(List.of("-Da=x y", "-Db=1", "-Dd=3", "-Db=other", "-Dc=2"), environment))
			.containsExactly("-Dd=3", "-Db=other");
	}

	private static String cleaned(String options) {
		Map<String, String> environment = new TreeMap<>(Map.of("JDK_JAVA_OPTIONS", options));
		JvmFlags.cleanEnvironment(environment);
		return environment.get("JDK_JAVA_OPTIONS");
	}

	@ParameterizedTest
	@ValueSource(strings = { "-Xlog:gc*:/tmp/gc.log", "-Xlog:gc*:file=/tmp/gc.log", "-Xlog:gc:gc.log:time:filecount=5",
			"-Xlog::gc.log", "-javaagent:jacoco.jar=output=tcpserver,port=6300",
			"-javaagent:jacoco.jar=output=tcpserver", "-javaagent:exporter.jar=9404:config.yml",
			"-javaagent:exporter.jar=localhost:9404:config.yml", "-agentpath:/opt/yourkit.so=port=10001,listen=all",
			"-javaagent:agent.jar=host=h,serverPort=80" })
	void cleanEnvironmentRemovesWhatTwoProcessesCannotHave(String flag) {
		assertThat(cleaned(flag + " -Dkept=1")).isEqualTo("-Dkept=1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "-Xlog:gc*", "-Xlog:gc*:stdout:time", "-Xlog:gc::uptime", "-Xlog:gc*:stderr",
			"-Xlog:gc*:/tmp/gc-%p.log", "-Xlog:disable", "-javaagent:opentelemetry.jar",
			"-javaagent:jacoco.jar=destfile=target/jacoco.exec,append=true", "-javaagent:agent.jar=report=daily" })
	void cleanEnvironmentKeepsWhatTwoProcessesCanHave(String flag) {
		assertThat(cleaned(flag + " -Dkept=1")).isEqualTo(flag + " -Dkept=1");
	}

}
