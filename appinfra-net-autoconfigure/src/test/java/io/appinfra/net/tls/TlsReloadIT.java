package io.appinfra.net.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.appinfra.net.autoconfigure.http.TestServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a certificate that is replaced while the web server runs. Spring Boot can do
 * it with Tomcat.
 */
@Tag("full")
@Tag("http-full")
@DisabledIfSystemProperty(named = TestServer.SERVER_PROPERTY, matches = "jetty",
		disabledReason = "Spring Boot reloads certificates with Tomcat alone")
@ExtendWith(OutputCaptureExtension.class)
class TlsReloadIT {

	private static final byte[] REQUEST = "GET /connection/seen HTTP/1.1\r\nHost: localhost\r\n\r\n"
		.getBytes(StandardCharsets.ISO_8859_1);

	private static final String ANSWER = "https HTTP/1.1 from nobody";

	private TestCertificate first;

	private TestCertificate second;

	private Path pem;

	private TestServer server;

	@BeforeEach
	void start(@TempDir Path directory) throws Exception {
		this.first = TestCertificate.create(directory, "first");
		this.second = TestCertificate.create(directory, "second");
		this.pem = this.first.writePem(directory.resolve("web.pem"));
		this.server = TestServer.start(TlsApplication.class, "server.ssl.bundle=web",
				"spring.ssl.bundle.pem.web.reload-on-update=true", "spring.ssl.bundle.watch.file.quiet-period=50ms",
				"spring.ssl.bundle.pem.web.keystore.certificate=file:" + this.pem,
				"spring.ssl.bundle.pem.web.keystore.private-key=file:" + this.pem);
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void connectWhenCertificateIsReplacedPresentsTheNewOneAndOpenConnectionsGoOn() throws Exception {
		try (SSLSocket open = connect()) {
			assertThat(presented(open)).isEqualTo(this.first.certificate());
			assertAnswers(open);
			this.second.writePem(this.pem);
			awaitPresented(this.second);
			assertAnswers(open);
			assertThat(presented(open)).isEqualTo(this.first.certificate());
		}
	}

	@Test
	void connectWhenFileIsBrokenPresentsTheOldOneUntilItIsRepaired(CapturedOutput output) throws Exception {
		Files.writeString(this.pem, "-----BEGIN CERTIFICATE-----\nno\n-----END CERTIFICATE-----\n");
		Awaitility.await().until(() -> output.getOut().contains("Unexpected SSL reload error"));
		try (SSLSocket socket = connect()) {
			assertThat(presented(socket)).isEqualTo(this.first.certificate());
			assertAnswers(socket);
		}
		this.second.writePem(this.pem);
		awaitPresented(this.second);
	}

	private void awaitPresented(TestCertificate certificate) {
		Awaitility.await().untilAsserted(() -> {
			try (SSLSocket socket = connect()) {
				assertThat(presented(socket)).isEqualTo(certificate.certificate());
				assertAnswers(socket);
			}
		});
	}

	private static void assertAnswers(SSLSocket socket) throws IOException {
		socket.getOutputStream().write(REQUEST);
		StringBuilder response = new StringBuilder();
		while (response.indexOf(ANSWER) < 0) {
			int next = socket.getInputStream().read();
			assertThat(next).as(response.toString()).isNotNegative();
			response.append((char) next);
		}
		assertThat(response).startsWith("HTTP/1.1 200");
	}

	private static Certificate presented(SSLSocket socket) throws IOException {
		return socket.getSession().getPeerCertificates()[0];
	}

	/**
	 * Connect with a session of its own: one that is resumed has the old certificate.
	 */
	private SSLSocket connect() throws IOException, GeneralSecurityException {
		SSLSocket socket = (SSLSocket) trustingBoth().getSocketFactory().createSocket("localhost", this.server.port());
		socket.setSoTimeout(60_000);
		socket.startHandshake();
		return socket;
	}

	private SSLContext trustingBoth() throws IOException, GeneralSecurityException {
		KeyStore store = KeyStore.getInstance("PKCS12");
		store.load(null, null);
		store.setCertificateEntry("first", this.first.certificate());
		store.setCertificateEntry("second", this.second.certificate());
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(store);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, trust.getTrustManagers(), null);
		return context;
	}

}
