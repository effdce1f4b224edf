package io.appinfra.net.supervisor;

import java.util.List;

/**
 * What the application was started from.
 *
 * @param sources names of classes, packages or resources
 * @param arguments its arguments
 */
public record ApplicationBlueprint(List<String> sources, List<String> arguments) {

}
