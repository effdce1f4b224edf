package io.appinfra.net.state.view;

/**
 * A value that is ready to be stored.
 *
 * @param <V> the type of the value
 * @param json the value as JSON
 * @param copy what was read back from it
 */
record WrittenValue<V>(byte[] json, V copy) {

}
