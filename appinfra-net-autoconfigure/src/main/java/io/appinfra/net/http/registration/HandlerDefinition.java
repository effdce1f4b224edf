package io.appinfra.net.http.registration;

import java.util.List;

import org.springframework.web.util.pattern.PathPattern;

import io.appinfra.net.http.limits.HandlerLimits;

/**
 * What is known of a handler before its bean exists.
 *
 * @param name the name of the bean
 * @param kind the kind of the handler
 * @param patterns the patterns of the paths that it answers at
 * @param limits what bounds its requests
 */
public record HandlerDefinition(String name, HandlerKind kind, List<PathPattern> patterns, HandlerLimits limits) {

}
