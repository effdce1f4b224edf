/**
 * Values of the shared state as JSON, with the application's mapper.
 */
@NullMarked
package io.appinfra.net.state.json;

import org.jspecify.annotations.NullMarked;
