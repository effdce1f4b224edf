package io.appinfra.net.worker;

import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the threads of this process do, those with the deepest stacks first.
 */
final class ThreadDump {

	private ThreadDump() {
	}

	static String text() {
		return Thread.getAllStackTraces()
			.entrySet()
			.stream()
			.filter((thread) -> thread.getValue().length > 0)
			.sorted(Comparator.comparingInt((thread) -> -thread.getValue().length))
			.map(ThreadDump::text)
			.collect(Collectors.joining("\n"));
	}

	private static String text(Map.Entry<Thread, StackTraceElement[]> thread) {
		String head = "\"%s\" %s".formatted(thread.getKey().getName(), thread.getKey().getState());
		return Stream.of(thread.getValue())
			.map("\tat %s"::formatted)
			.collect(Collectors.joining("\n", head + "\n", ""));
	}

}
