/**
 * Applications with what changes each application on whose class path it is.
 */
@NullMarked
package io.appinfra.net.integration;

import org.jspecify.annotations.NullMarked;
