package io.appinfra.net.tls;

import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.appinfra.net.autoconfigure.http.TestServer;
import io.appinfra.net.state.SharedMap;
import io.appinfra.net.state.SharedState;
import io.appinfra.net.ticker.RunIn;
import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.Ticker;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the worker of an application with TLS, whose ticker uses the same bundle.
 */
@Tag("http-full")
@Tag("full")
class TlsWorkerIT {

	@Test
	void tickWhenBundleIsReloadedSeesTheNewCertificateAndTheWorkerStops(@TempDir Path directory) throws Exception {
		Path pem = TestCertificate.create(directory, "first").writePem(directory.resolve("web.pem"));
		long worker;
		try (TestServer server = TestServer.start(Application.class, "server.ssl.bundle=web",
				"spring.ssl.bundle.pem.web.reload-on-update=true", "spring.ssl.bundle.watch.file.quiet-period=50ms",
				"spring.ssl.bundle.pem.web.keystore.certificate=file:" + pem,
				"spring.ssl.bundle.pem.web.keystore.private-key=file:" + pem)) {
			SharedMap<String> seen = server.context().getBean(SharedState.class).map("seen", String.class);
			awaitSeen(seen, "CN=first");
			worker = Long.parseLong(seen.get("pid"));
			TestCertificate.create(directory, "second").writePem(pem);
			awaitSeen(seen, "CN=second");
			assertThat(Long.parseLong(seen.get("pid"))).isEqualTo(worker).isNotEqualTo(ProcessHandle.current().pid());
		}
		assertThat(ProcessHandle.of(worker).filter(ProcessHandle::isAlive)).isEmpty();
	}

	private static void awaitSeen(SharedMap<String> seen, String subject) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.untilAsserted(() -> assertThat(seen.get("subject")).isEqualTo(subject));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		@Tick(interval = "50ms", runIn = RunIn.WORKER)
		Ticker certificateTicker(SharedState state, SslBundles bundles) {
			return (tick) -> {
				KeyStore store = bundles.getBundle("web").getStores().getKeyStore();
				assertThat(store).isNotNull();
				X509Certificate certificate = (X509Certificate) store.getCertificate(store.aliases().nextElement());
				SharedMap<String> seen = state.map("seen", String.class);
				seen.put("pid", String.valueOf(ProcessHandle.current().pid()));
				seen.put("subject", certificate.getSubjectX500Principal().getName());
			};
		}

	}

}
