/**
 * Handlers beside controllers that answer the same requests, without and with filters.
 */
@NullMarked
package io.appinfra.net.differences;

import org.jspecify.annotations.NullMarked;
