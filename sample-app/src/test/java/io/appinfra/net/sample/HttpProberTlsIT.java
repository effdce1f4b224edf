package io.appinfra.net.sample;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HttpProber} with an endpoint that has a certificate.
 */
@Timeout(60)
class HttpProberTlsIT {

	private static final char[] PASSWORD = "changeit".toCharArray();

	private final SSLContext defaultContext = defaultContext();

	private KeyStore keyStore;

	private HttpsServer server;

	@BeforeEach
	void startServer(@TempDir Path directory) throws Exception {
		this.keyStore = createKeyStore(directory.resolve("localhost.p12"));
		this.server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.setHttpsConfigurator(new HttpsConfigurator(contextOf(this.keyStore)));
		this.server.createContext("/", (exchange) -> {
			exchange.sendResponseHeaders(200, -1);
			exchange.close();
		});
		this.server.start();
	}

	@AfterEach
	void stopServer() {
		this.server.stop(0);
		SSLContext.setDefault(this.defaultContext);
	}

	@Test
	void probeWhenCertificateIsTrustedSaysWhenItExpires() throws Exception {
		SSLContext.setDefault(contextOf(this.keyStore));
		Probe probe = probe();
		X509Certificate certificate = (X509Certificate) this.keyStore.getCertificate("localhost");
		assertThat(probe.up()).isTrue();
		assertThat(probe.certificateExpiresAt()).isEqualTo(certificate.getNotAfter().toInstant());
	}

	@Test
	void probeWhenCertificateIsNotTrustedHasError() {
		Probe probe = probe();
		assertThat(probe.up()).isFalse();
		assertThat(probe.error()).contains("PKIX path building failed");
	}

	private Probe probe() {
		URI url = URI.create("https://localhost:%d/".formatted(this.server.getAddress().getPort()));
		return new HttpProber(new LookoutProperties(Duration.ofSeconds(20), List.of())).probe(url).join();
	}

	private static SSLContext defaultContext() {
		try {
			return SSLContext.getDefault();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static SSLContext contextOf(KeyStore keyStore) throws Exception {
		KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keys.init(keyStore, PASSWORD);
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(keyStore);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
		return context;
	}

	private static KeyStore createKeyStore(Path file) throws Exception {
		Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
		Process process = new ProcessBuilder(keytool.toString(), "-genkeypair", "-keystore", file.toString(),
				"-storetype", "PKCS12", "-storepass", new String(PASSWORD), "-alias", "localhost", "-dname",
				"CN=localhost", "-ext", "SAN=dns:localhost", "-keyalg", "EC", "-validity", "30")
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		assertThat(process.waitFor()).isZero();
		KeyStore keyStore = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(file)) {
			keyStore.load(in, PASSWORD);
		}
		return keyStore;
	}

}
