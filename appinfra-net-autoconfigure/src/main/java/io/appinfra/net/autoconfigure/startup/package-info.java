/**
 * What an application says of itself when it has started.
 */
@NullMarked
package io.appinfra.net.autoconfigure.startup;

import org.jspecify.annotations.NullMarked;
