package io.appinfra.net.remote.lifecycle;

/**
 * Asks a worker to stop normally.
 *
 * @param graceMillis how long running ticks may go on undisturbed, in milliseconds
 */
public record Stop(long graceMillis) {

}
