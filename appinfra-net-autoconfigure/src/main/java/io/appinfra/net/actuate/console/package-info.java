/**
 * The console: a page that shows the application live, and what it may change.
 */
@NullMarked
package io.appinfra.net.actuate.console;

import org.jspecify.annotations.NullMarked;
