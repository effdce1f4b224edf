package io.appinfra.net.sample;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What one look at an endpoint has found out.
 *
 * @param at when the look began
 * @param up whether the endpoint answered, and with a status below 400
 * @param status the status of the answer, if there was one
 * @param latencyMs how long the answer took, or how long it took to give up
 * @param error why there was no answer, if there was none
 * @param certificateExpiresAt until when the certificate of the endpoint is valid, if it
 * has one
 * @param pid the process that looked
 */
record Probe(Instant at, boolean up, @Nullable Integer status, double latencyMs, @Nullable String error,
		@Nullable Instant certificateExpiresAt, long pid) {
}
