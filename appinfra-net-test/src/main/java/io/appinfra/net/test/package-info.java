/**
 * Tests for those who extend the library.
 */
@NullMarked
package io.appinfra.net.test;

import org.jspecify.annotations.NullMarked;
