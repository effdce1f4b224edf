package io.appinfra.net.remote.log;

import java.util.Collection;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import org.springframework.util.ClassUtils;

/**
 * The loggers of widely used libraries. What these say of their start and their end in a
 * worker, they have said in the web process. Safe for use by many threads.
 */
public final class LibraryLoggers {

	private static final Predicate<String> known = Pattern.compile("(org\\.(springframework|hibernate|apache|flywaydb"
			+ "|quartz|jboss|eclipse|ehcache|mongodb|neo4j|elasticsearch|thymeleaf|redisson|jobrunr|jooq|flowable|ldaptive)"
			+ "|com\\.(zaxxer\\.hikari|mongodb|datastax|couchbase|hazelcast|rabbitmq|netflix|unboundid|ulisesbocchio)"
			+ "|io\\.(netty|lettuce|micrometer|grpc|r2dbc)|liquibase|co\\.elastic|reactor|redis\\.clients)\\..*")
		.asMatchPredicate();

	private final List<String> applications;

	private final BooleanSupplier working;

	/**
	 * Create the loggers.
	 * @param sources the names of the classes and packages of the application, which may
	 * be within the packages of a library
	 * @param working whether the worker has its tickers, neither starting nor ending
	 */
	public LibraryLoggers(Collection<String> sources, BooleanSupplier working) {
		this.applications = sources.stream()
			.map(ClassUtils::getPackageName)
			.filter((name) -> !name.isEmpty())
			.map((name) -> name + ".")
			.toList();
		this.working = working;
	}

	/**
	 * Return whether an event is of the start or the end of a library.
	 * @param logger the name of the logger
	 * @param level the level of the event
	 * @return whether it is, at this moment; never from WARN on
	 */
	boolean isOwnWork(String logger, LogMessage.Level level) {
		return level.compareTo(LogMessage.Level.WARN) < 0 && !this.working.getAsBoolean() && known.test(logger)
				&& this.applications.stream().noneMatch(logger::startsWith);
	}

}
