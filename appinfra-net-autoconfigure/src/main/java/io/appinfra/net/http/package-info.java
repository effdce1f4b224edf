/**
 * What users write against to answer HTTP requests: handlers and their routes.
 */
@NullMarked
package io.appinfra.net.http;

import org.jspecify.annotations.NullMarked;
