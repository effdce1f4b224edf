package io.appinfra.net.remote.lifecycle;

/**
 * How the JVM of a worker is.
 *
 * @param heapUsed the heap in use, in bytes
 * @param heapMax what the heap can grow to, in bytes
 * @param threads how many threads live
 * @param cpuNanos the processor time that the process has taken since its start, in
 * nanoseconds
 * @param gcPauses how often garbage collectors have halted it since its start
 * @param gcMillis for how long altogether, in milliseconds
 */
public record JvmReport(long heapUsed, long heapMax, int threads, long cpuNanos, long gcPauses, long gcMillis) {

}
