package io.appinfra.net.shutdown;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import jakarta.servlet.ServletException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.http.HttpHeaders;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DrainFilter}.
 */
class DrainFilterTests {

	private static final Duration QUIET = Duration.ofSeconds(1);

	private static final Probes PROBES = new Probes("/actuator/health");

	private long now = 1;

	private final Traffic traffic = new Traffic(() -> this.now);

	@Test
	void requestToManagementPortWhenNoProbeDoesNotDisturbQuiet() throws Exception {
		this.traffic.drain();
		this.now += QUIET.toNanos() / 2;
		filter(DrainFilter.ofManagementPort(this.traffic, PROBES), "GET", "/actuator/prometheus");
		this.now += QUIET.toNanos() / 2;
		assertThat(this.traffic.isQuiet(QUIET)).isTrue();
	}

	@Test
	void requestToApplicationWhenNoProbeDisturbsQuiet() throws Exception {
		this.traffic.drain();
		this.now += QUIET.toNanos() / 2;
		filter(new DrainFilter(this.traffic, PROBES), "GET", "/actuator/prometheus");
		this.now += QUIET.toNanos() / 2;
		assertThat(this.traffic.isQuiet(QUIET)).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "/actuator/health,true", "/actuator/health/readiness,true", "/livez,true", "/readyz,true",
			"/actuator/info,false", "/orders,false", "/actuator/healthy,false" })
	void probesWhenAskedAreRecognized(String path, boolean probe) {
		assertThat(PROBES.test(new MockHttpServletRequest("GET", path))).isEqualTo(probe);
		assertThat(Probes.of(new MockEnvironment()).test(new MockHttpServletRequest("GET", path))).isEqualTo(probe);
	}

	@ParameterizedTest
	@CsvSource({ "/, health, /health", "/manage, health, /manage/health/readiness", "/manage/, up, /manage/up",
			"/, healthcheck, /healthcheck" })
	void probesWhenEndpointsHaveOtherPathsAreRecognized(String endpoints, String health, String path) {
		MockEnvironment environment = new MockEnvironment()
			.withProperty("management.endpoints.web.base-path", endpoints)
			.withProperty("management.endpoints.web.path-mapping.health", health);
		Probes probes = Probes.of(environment);
		assertThat(probes.test(new MockHttpServletRequest("GET", path))).isTrue();
		assertThat(probes.test(new MockHttpServletRequest("GET", "/actuator/health"))).isFalse();
		assertThat(probes.test(new MockHttpServletRequest("GET", "/healthy"))).isFalse();
	}

	@Test
	void responseWhenDrainingEndsItsConnectionOnBothPorts() throws Exception {
		DrainFilter ofApplication = new DrainFilter(this.traffic, PROBES);
		assertThat(filter(ofApplication, "GET", "/orders").getHeader(HttpHeaders.CONNECTION)).isNull();
		this.traffic.drain();
		assertThat(filter(ofApplication, "GET", "/orders").getHeader(HttpHeaders.CONNECTION)).isEqualTo("close");
		assertThat(filter(DrainFilter.ofManagementPort(this.traffic, PROBES), "GET", "/actuator/health")
			.getHeader(HttpHeaders.CONNECTION)).isEqualTo("close");
	}

	@Test
	void responseWhenDrainingLeavesOtherProtocolsAlone() throws Exception {
		this.traffic.drain();
		MockHttpServletRequest stream = new MockHttpServletRequest("GET", "/orders");
		stream.setProtocol("HTTP/2.0");
		MockHttpServletRequest upgrade = new MockHttpServletRequest("GET", "/orders");
		upgrade.addHeader(HttpHeaders.UPGRADE, "websocket");
		for (MockHttpServletRequest request : List.of(stream, upgrade)) {
			MockHttpServletResponse response = new MockHttpServletResponse();
			new DrainFilter(this.traffic, PROBES).doFilter(request, response, new MockFilterChain());
			assertThat(response.getHeader(HttpHeaders.CONNECTION)).isNull();
		}
	}

	private static MockHttpServletResponse filter(DrainFilter filter, String method, String path)
			throws IOException, ServletException {
		MockHttpServletResponse response = new MockHttpServletResponse();
		filter.doFilter(new MockHttpServletRequest(method, path), response, new MockFilterChain());
		return response;
	}

}
