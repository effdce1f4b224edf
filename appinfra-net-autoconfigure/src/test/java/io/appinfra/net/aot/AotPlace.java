package io.appinfra.net.aot;

/**
 * Where a bean is.
 *
 * @param name the kind of process
 */
record AotPlace(String name) {

}
