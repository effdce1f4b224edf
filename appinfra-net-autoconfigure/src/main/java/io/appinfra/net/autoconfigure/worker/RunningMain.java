package io.appinfra.net.autoconfigure.worker;

import java.lang.StackWalker.StackFrame;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.process.MainArguments;
import io.appinfra.net.remote.lifecycle.WorkerConfiguration.MainMethod;

/**
 * Finds the main method that is starting an application.
 */
final class RunningMain {

	/**
	 * What calls applications and is none: below it in the stack there may be a main
	 * method, but not that of the application.
	 */
	private static final Predicate<String> caller = Pattern
		.compile("org\\.springframework\\.boot\\.(loader|devtools|test|maven|gradle|web\\.servlet\\.support)\\..*"
				+ "|org\\.springframework\\.(test|web)\\..*|org\\.(junit|testng|spockframework|scalatest)\\..*"
				+ "|(io\\.cucumber|cucumber|io\\.kotest|org\\.openjdk\\.jmh|com\\.intellij|jdk\\.jshell)\\..*"
				+ "|org\\.(apache\\.(maven|catalina|tomcat)|codehaus|gradle|eclipse|jboss)\\..*"
				+ "|(com\\.sun|io\\.undertow|weblogic|com\\.ibm)\\..*")
		.asMatchPredicate();

	private RunningMain() {
	}

	/**
	 * Find the main method that the current thread is in.
	 * @param arguments the arguments of the application
	 * @return the outermost main method that belongs to the application, {@code null} if
	 * there is none
	 */
	static @Nullable MainMethod find(List<String> arguments) {
		String type = StackWalker.getInstance().walk((frames) -> outermost(frames.iterator()));
		if (type == null) {
			return null;
		}
		return new MainMethod(type, isOfThisProcess(type) ? MainArguments.current(arguments) : arguments);
	}

	private static @Nullable String outermost(Iterator<StackFrame> frames) {
		String outermost = null;
		while (frames.hasNext()) {
			StackFrame frame = frames.next();
			if (caller.test(frame.getClassName())) {
				return outermost;
			}
			if (frame.getMethodName().equals("main")) {
				outermost = frame.getClassName();
			}
		}
		return outermost;
	}

	/**
	 * A main method can be called by others: the tool that runs a test, or one main
	 * method for many.
	 */
	private static boolean isOfThisProcess(String type) {
		String command = System.getProperty("sun.java.command", "");
		String jar = System.getProperty("java.class.path", "");
		return command.equals(type) || command.startsWith(type + " ")
				|| command.startsWith("org.springframework.boot.loader.")
				|| (!jar.isEmpty() && command.startsWith(jar));
	}

}
