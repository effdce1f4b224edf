package io.appinfra.net.remote.lifecycle;

import java.time.Duration;

/**
 * When a process that should stop is pressed to do so, from when it was asked.
 *
 * @param interruptAfter when the ticks that still run are interrupted
 * @param terminateAfter when the system asks it to end
 * @param killAfter when the system ends it
 */
public record StopTimes(Duration interruptAfter, Duration terminateAfter, Duration killAfter) {

}
