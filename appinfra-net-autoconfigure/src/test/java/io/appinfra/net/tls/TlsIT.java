package io.appinfra.net.tls;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;

import io.appinfra.net.autoconfigure.http.TestServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for handlers behind TLS and HTTP/2, on a real web server.
 */
@Tag("full")
@Tag("http-full")
class TlsIT {

	private static final String HTTP_2 = "server.http2.enabled=true";

	@TempDir
	private static Path directory;

	private static TestCertificate certificate;

	private static TestCertificate client;

	@BeforeAll
	static void createCertificates() throws Exception {
		certificate = TestCertificate.create(directory, "server");
		client = TestCertificate.create(directory, "client");
		certificate.writePem(directory.resolve("server.pem"));
		client.writePem(directory.resolve("client.pem"));
	}

	@Test
	void getWhenPemBundleIsSecure() throws Exception {
		try (TestServer server = startWithPem()) {
			HttpResponse<String> response = get(server, null, "/connection/seen");
			assertThat(response.body()).isEqualTo("https HTTP/1.1 from nobody");
			assertThat(response.sslSession().orElseThrow().getPeerCertificates()[0])
				.isEqualTo(certificate.certificate());
			assertThat(get(server, null, "/connection/async").body()).isEqualTo("https");
		}
	}

	@Test
	void getWhenStoreBundleIsSecure() throws Exception {
		try (TestServer server = TestServer.start(TlsApplication.class, "server.ssl.bundle=web",
				"spring.ssl.bundle.jks.web.keystore.type=PKCS12",
				"spring.ssl.bundle.jks.web.keystore.location=file:" + certificate.file(),
				"spring.ssl.bundle.jks.web.keystore.password=" + TestCertificate.PASSWORD)) {
			assertThat(get(server, null, "/connection/seen").body()).isEqualTo("https HTTP/1.1 from nobody");
		}
	}

	@Test
	void getWhenHttp2OverTlsIsNegotiated() throws Exception {
		try (TestServer server = startWithPem(HTTP_2)) {
			HttpResponse<String> response = get(server, null, "/connection/seen");
			assertThat(response.version()).isEqualTo(Version.HTTP_2);
			assertThat(response.body()).isEqualTo("https HTTP/2.0 from nobody");
			assertThat(get(server, null, "/connection/async").version()).isEqualTo(Version.HTTP_2);
		}
	}

	@Test
	void getWhenHttp2InPlainTextIsUpgraded() throws Exception {
		try (TestServer server = TestServer.start(TlsApplication.class, HTTP_2)) {
			HttpResponse<String> response = HttpClient.newHttpClient()
				.send(HttpRequest.newBuilder(URI.create("http://localhost:%d/connection/seen".formatted(server.port())))
					.build(), BodyHandlers.ofString());
			assertThat(response.version()).isEqualTo(Version.HTTP_2);
			assertThat(response.body()).isEqualTo("http HTTP/2.0 from nobody");
		}
	}

	@Test
	void sendWhenHttp2CarriesManyRequestsAtOnce() throws Exception {
		try (TestServer server = startWithPem(HTTP_2)) {
			HttpClient http = http(null);
			assertThat(http.send(request(server, "/connection/seen").build(), BodyHandlers.ofString()).statusCode())
				.isEqualTo(200);
			List<CompletableFuture<HttpResponse<String>>> responses = IntStream.rangeClosed(1, 60)
				.mapToObj((size) -> request(server, "/connection/body")
					.POST(BodyPublishers.ofByteArray(new byte[size * 10]))
					.build())
				.map((request) -> http.sendAsync(request, BodyHandlers.ofString()))
				.toList();
			assertThat(responses).extracting((response) -> response.join().body())
				.containsExactlyElementsOf(IntStream.rangeClosed(1, 60).mapToObj((size) -> size + "0").toList());
		}
	}

	@Test
	void getWhenHandlerFailsAfterItBeganOverHttp2EndsTheStreamAlone() throws Exception {
		try (TestServer server = startWithPem(HTTP_2)) {
			HttpClient http = http(null);
			HttpRequest port = request(server, "/connection/port").build();
			HttpRequest broken = request(server, "/connection/broken").build();
			String connection = http.send(port, BodyHandlers.ofString()).body();
			assertThatExceptionOfType(IOException.class)
				.isThrownBy(() -> http.send(broken, BodyHandlers.ofByteArray()));
			assertThat(http.send(port, BodyHandlers.ofString()).body()).isEqualTo(connection);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void getWhenClientCertificateIsNeededHandlerSeesIt(boolean http2) throws Exception {
		try (TestServer server = startWithClientAuth("need", "server.http2.enabled=" + http2)) {
			assertThat(get(server, client, "/connection/seen").body())
				.isEqualTo("https %s from CN=client".formatted(http2 ? "HTTP/2.0" : "HTTP/1.1"));
		}
	}

	@Test
	void getWhenClientCertificateIsNeededAndMissingOrUnknownReachesNoHandler() throws Exception {
		try (TestServer server = startWithClientAuth("need")) {
			for (TestCertificate wrong : new TestCertificate[] { null, certificate }) {
				assertThatExceptionOfType(IOException.class).isThrownBy(() -> get(server, wrong, "/connection/seen"));
			}
			assertThat(server.context().getBean(TlsApplication.class).calls).hasValue(0);
		}
	}

	@Test
	void getWhenClientCertificateIsWantedWorksWithAndWithout() throws Exception {
		try (TestServer server = startWithClientAuth("want")) {
			assertThat(get(server, null, "/connection/seen").body()).endsWith("from nobody");
			assertThat(get(server, client, "/connection/seen").body()).endsWith("from CN=client");
		}
	}

	@Test
	void managementWhenOnItsOwnPortHasItsOwnBundleAndNoHandlers() throws Exception {
		String[] management = Stream
			.concat(Stream.of("management.server.port=0", "management.server.ssl.bundle=management"),
					pem("management", "client"))
			.toArray(String[]::new);
		try (TestServer server = startWithPem(management)) {
			int port = managementPort(server.context());
			HttpClient http = HttpClient.newBuilder().sslContext(client.clientContext(null)).build();
			assertThat(status(http, port, "/actuator/health")).isEqualTo(200);
			assertThat(status(http, port, "/connection/seen")).isEqualTo(404);
			assertThatExceptionOfType(IOException.class)
				.isThrownBy(() -> status(http, server.port(), "/connection/seen"));
			assertThat(status(http(null), server.port(), "/actuator/health")).isEqualTo(404);
		}
	}

	private static TestServer startWithClientAuth(String clientAuth, String... properties) {
		return startWithPem(Stream.concat(
				Stream.of("server.ssl.client-auth=" + clientAuth,
						"spring.ssl.bundle.pem.web.truststore.certificate=file:" + directory.resolve("client.pem")),
				Stream.of(properties))
			.toArray(String[]::new));
	}

	private static TestServer startWithPem(String... properties) {
		return TestServer.start(TlsApplication.class,
				Stream.of(Stream.of("server.ssl.bundle=web"), pem("web", "server"), Stream.of(properties))
					.flatMap(Function.identity())
					.toArray(String[]::new));
	}

	private static Stream<String> pem(String bundle, String file) {
		String keystore = "spring.ssl.bundle.pem.%s.keystore.".formatted(bundle);
		Path pem = directory.resolve(file + ".pem");
		return Stream.of(keystore + "certificate=file:" + pem, keystore + "private-key=file:" + pem);
	}

	private static int managementPort(ServletWebServerApplicationContext context) {
		return context.getEnvironment().getRequiredProperty("local.management.port", int.class);
	}

	private static int status(HttpClient http, int port, String path) throws Exception {
		URI uri = URI.create("https://localhost:" + port + path);
		return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding()).statusCode();
	}

	private static HttpResponse<String> get(TestServer server, @Nullable TestCertificate own, String path)
			throws Exception {
		return http(own).send(request(server, path).build(), BodyHandlers.ofString());
	}

	private static HttpRequest.Builder request(TestServer server, String path) {
		return HttpRequest.newBuilder(URI.create("https://localhost:" + server.port() + path))
			.timeout(Duration.ofSeconds(60));
	}

	private static HttpClient http(@Nullable TestCertificate own) throws Exception {
		SSLContext context = certificate.clientContext(own);
		return HttpClient.newBuilder().sslContext(context).build();
	}

}
