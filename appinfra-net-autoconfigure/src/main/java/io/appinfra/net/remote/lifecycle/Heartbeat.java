package io.appinfra.net.remote.lifecycle;

/**
 * A sign of life.
 *
 * @param rssBytes the resident memory of the worker in bytes, -1 where the system does
 * not say
 */
public record Heartbeat(long rssBytes) {

}
