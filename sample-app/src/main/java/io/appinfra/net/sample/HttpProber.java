package io.appinfra.net.sample;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;

/**
 * Probes HTTP endpoints.
 */
@Component
class HttpProber {

	private static final long PID = ProcessHandle.current().pid();

	private static final int MAX_ERROR_LENGTH = 200;

	private final HttpClient client;

	private final Duration timeout;

	HttpProber(LookoutProperties properties) {
		this.timeout = properties.timeout();
		this.client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(this.timeout).build();
	}

	/**
	 * Probe an endpoint. A redirect is an answer and is not followed. An answer that has
	 * not ended within the timeout is none: its exchange is cancelled, which closes the
	 * connection.
	 * @param url the URL of the endpoint
	 * @return what there is to know after at most the timeout, never a failure
	 */
	CompletableFuture<Probe> probe(URI url) {
		Instant at = Instant.now().truncatedTo(ChronoUnit.MILLIS);
		long start = System.nanoTime();
		HttpRequest request = HttpRequest.newBuilder(url).header("User-Agent", "Lookout").build();
		CompletableFuture<HttpResponse<Void>> exchange = this.client.sendAsync(request, BodyHandlers.discarding());
		return exchange.copy()
			.orTimeout(this.timeout.toNanos(), TimeUnit.NANOSECONDS)
			.whenComplete((response, failure) -> exchange.cancel(true))
			.handle((response, failure) -> {
				double latencyMs = Math.round((System.nanoTime() - start) / 100_000.0) / 10.0;
				return (failure == null) ? answered(at, latencyMs, response) : failed(at, latencyMs, failure);
			});
	}

	private Probe answered(Instant at, double latencyMs, HttpResponse<Void> response) {
		int status = response.statusCode();
		Instant certificateExpiresAt = response.sslSession().map(HttpProber::certificateExpiresAt).orElse(null);
		return new Probe(at, status < 400, status, latencyMs, null, certificateExpiresAt, PID);
	}

	private Probe failed(Instant at, double latencyMs, Throwable failure) {
		String error = StringUtils.truncate(describe(failure), MAX_ERROR_LENGTH);
		return new Probe(at, false, null, latencyMs, error, null, PID);
	}

	private String describe(Throwable failure) {
		Throwable cause = (failure instanceof CompletionException) ? failure.getCause() : failure;
		if (cause instanceof TimeoutException || cause instanceof HttpTimeoutException) {
			return "no answer within %d ms".formatted(this.timeout.toMillis());
		}
		if (cause.getCause() instanceof UnresolvedAddressException) {
			return "unknown host";
		}
		if (cause.getMessage() == null) {
			return (cause instanceof ConnectException) ? "connection refused" : cause.getClass().getSimpleName();
		}
		return cause.getMessage();
	}

	private static @Nullable Instant certificateExpiresAt(SSLSession session) {
		try {
			X509Certificate certificate = (X509Certificate) session.getPeerCertificates()[0];
			return certificate.getNotAfter().toInstant();
		}
		catch (SSLPeerUnverifiedException ex) {
			return null;
		}
	}

}
