/**
 * What {@code .ci/TestTimes.java} reports: how long test classes take, and what they
 * start.
 */
@NullMarked
package io.appinfra.net.times;

import org.jspecify.annotations.NullMarked;
