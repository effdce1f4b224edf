/**
 * The shared state in a SQL database.
 */
@NullMarked
package io.appinfra.net.state.jdbc;

import org.jspecify.annotations.NullMarked;
