/**
 * What a monitoring system sees of an application.
 */
@NullMarked
package io.appinfra.net.scrape;

import org.jspecify.annotations.NullMarked;
