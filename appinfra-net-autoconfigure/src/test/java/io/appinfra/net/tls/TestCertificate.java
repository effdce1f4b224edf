package io.appinfra.net.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A certificate for localhost that signs itself, and its key.
 *
 * @param store the key store with both
 * @param file the file of the key store
 */
public record TestCertificate(KeyStore store, Path file) {

	static final String PASSWORD = "changeit";

	private static final String ALIAS = "test";

	private static final Base64.Encoder base64 = Base64.getMimeEncoder(64, new byte[] { '\n' });

	public static TestCertificate create(Path directory, String name) throws Exception {
		Path file = directory.resolve(name + ".p12");
		Process keytool = new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin/keytool").toString(),
				"-genkeypair", "-keystore", file.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD, "-alias",
				ALIAS, "-dname", "CN=" + name, "-ext", "SAN=dns:localhost", "-keyalg", "EC", "-validity", "30"))
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		assertThat(keytool.waitFor()).isZero();
		KeyStore store = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(file)) {
			store.load(in, PASSWORD.toCharArray());
		}
		return new TestCertificate(store, file);
	}

	X509Certificate certificate() {
		try {
			return (X509Certificate) this.store.getCertificate(ALIAS);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Write certificate and key into one file, in a single step.
	 * @param pem the file
	 * @return the file
	 */
	public Path writePem(Path pem) throws IOException, GeneralSecurityException {
		byte[] key = this.store.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded();
		Path written = Files.writeString(pem.resolveSibling(pem.getFileName() + ".new"),
				block("CERTIFICATE", certificate().getEncoded()) + block("PRIVATE KEY", key));
		return Files.move(written, pem, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
	}

	private static String block(String type, byte[] content) {
		return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(type, base64.encodeToString(content));
	}

	/**
	 * Return what a client needs that trusts this certificate alone.
	 * @param own what the client presents, {@code null} if it presents nothing
	 * @return the context
	 */
	SSLContext clientContext(@Nullable TestCertificate own) throws GeneralSecurityException {
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(this.store);
		KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keys.init((own != null) ? own.store : null, PASSWORD.toCharArray());
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
		return context;
	}

}
