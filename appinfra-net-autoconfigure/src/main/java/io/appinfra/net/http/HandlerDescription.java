package io.appinfra.net.http;

import java.util.List;

/**
 * A handler as an operator sees it.
 *
 * @param name the name of its bean
 * @param paths the patterns of the paths that it answers at
 * @param methods the HTTP methods that it supports
 */
public record HandlerDescription(String name, List<String> paths, List<String> methods) {

}
