package io.appinfra.net.state;

import java.util.Map;

/**
 * What a {@link StateStore} holds, without values.
 *
 * @param maps the maps and the numbers of their keys
 * @param counters the counters and their values
 * @param locks the locks that are held, and their owners
 */
public record StateSummary(Map<String, Integer> maps, Map<String, Long> counters, Map<String, String> locks) {

}
