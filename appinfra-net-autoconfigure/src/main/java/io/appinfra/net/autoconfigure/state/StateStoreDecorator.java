package io.appinfra.net.autoconfigure.state;

import java.util.function.UnaryOperator;

import io.appinfra.net.state.StateStore;

/**
 * Puts something around the store through which this instance and its workers use it.
 */
@FunctionalInterface
public interface StateStoreDecorator extends UnaryOperator<StateStore> {

}
