/**
 * Auto-configuration of the shared state in a SQL database.
 */
@NullMarked
package io.appinfra.net.autoconfigure.state.jdbc;

import org.jspecify.annotations.NullMarked;
