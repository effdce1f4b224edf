package io.appinfra.net.worker.context;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.BeanWrapper;
import org.springframework.beans.BeanWrapperImpl;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.cache.CacheManager;

/**
 * Warns of what a ticker needs in a worker and two processes cannot share: each process
 * has one of its own, and the application may take them for one. Safe for use by many
 * threads.
 */
final class Unshared {

	private static final Log logger = LogFactory.getLog(Unshared.class);

	/**
	 * What the name of a tick's thread begins with.
	 */
	private static final String TICKER_THREAD = "ticker-";

	private static final Predicate<String> inMemory = Pattern
		.compile("jdbc:(h2:mem:|hsqldb:mem:|derby:memory:|sqlite::memory:|sqlite:file::memory:|duckdb:$).*")
		.asMatchPredicate();

	private static final TypeNames EMBEDDED_DATABASES = TypeNames.of("EmbeddedDatabase");

	private static final TypeNames LOCAL_CACHES = TypeNames.of("ConcurrentMapCacheManager", "CaffeineCacheManager",
			"EhCacheCacheManager", "ConcurrentMapCache", "CaffeineCache", "Local\\w*Cache", "BoundedLocal\\w*Cache",
			"Eh107Cache", "RICache", "com\\.github\\.benmanes\\.caffeine\\.jcache\\.CacheProxy");

	private static final TypeNames DATA_GRIDS = TypeNames.of("HazelcastInstance");

	private static final TypeNames ENTITY_MANAGER_FACTORIES = TypeNames.of("AbstractEntityManagerFactoryBean");

	private static final TypeNames SESSIONS = TypeNames.of("(Reactive)?MapSessionRepository", "SessionRegistryImpl");

	private static final TypeNames SOCKETS = TypeNames.of("SimpMessagingTemplate", "DefaultSimpUserRegistry");

	private static final TypeNames SCHEDULERS = TypeNames.of("SchedulerFactoryBean");

	private static final TypeNames IN_MEMORY = TypeNames.of("InMemory(?!\\w*Registration)\\w+");

	private static final List<Kind> KINDS = List.of(
			new Kind(Unshared::isInMemoryDatabase, "a database in memory, and the worker's own is empty",
					"use one that both processes connect to, such as a server, or jdbc:h2:file:…;AUTO_SERVER=TRUE"),
			new Kind(EmbeddedServers::include, "an embedded server", "use one that both processes connect to"),
			new Kind(Unshared::isLocalCache,
					"a local cache: what a tick puts there or evicts is not put or evicted in the web process",
					"use a cache that is shared, such as Redis, short times to live, or a SharedMap"),
			new Kind(Unshared::isAloneInDataGrid,
					"a member of a data grid that has found no other: what it holds is of its own process",
					"let members find each other"),
			new Kind(Unshared::hasSecondLevelCache,
					"a second-level cache: the web process keeps what it has cached of entities that a tick changes",
					"use a cache that is shared, or none for entities that ticks change"),
			new Kind(SESSIONS::include, "a store of sessions in memory, and the worker's own is empty",
					"use one that is shared, such as JDBC or Redis"),
			new Kind(SOCKETS::include,
					"about the sockets of its own process: what a tick sends reaches none that is connected to the web process",
					"let the web process send it, when a SharedMap changes (onChange)"),
			new Kind(Unshared::isJobStoreInMemory,
					"a scheduler with its jobs in memory: what a tick schedules there never runs",
					"use a job store in a database"),
			new Kind(IN_MEMORY::include, "data in memory that each process has its own of",
					"keep it in a store that both processes use, or in a SharedMap"));

	private final Set<String> warned = ConcurrentHashMap.newKeySet();

	private final DefaultSingletonBeanRegistry beans;

	private final Map<String, String> tickers;

	private final String worker;

	/**
	 * Create warnings.
	 * @param beans the beans
	 * @param tickers the names of the tickers, by those of their beans
	 * @param worker the name of the worker
	 */
	Unshared(DefaultSingletonBeanRegistry beans, Map<String, String> tickers, String worker) {
		this.beans = beans;
		this.tickers = tickers;
		this.worker = worker;
	}

	/**
	 * Warn of those among beans that are not shared, once for each.
	 * @param names the names of the beans
	 */
	void warnOf(List<String> names) {
		for (String name : names) {
			Object bean = this.beans.getSingleton(name);
			if (bean != null) {
				Object target = target(bean);
				KINDS.stream()
					.filter((kind) -> kind.matches().test(target))
					.findFirst()
					.ifPresent((kind) -> warnOf(name, kind));
			}
		}
	}

	private static Object target(Object bean) {
		Object target = AopProxyUtils.getSingletonTarget(bean);
		return (target != null) ? target : bean;
	}

	private void warnOf(String name, Kind kind) {
		if (this.warned.add(name)) {
			logger.warn("%s needs '%s' in worker '%s', which is %s: %s, or run the ticker in-process"
				.formatted(tickersThatNeed(name), name, this.worker, kind.what(), kind.remedy()));
		}
	}

	private String tickersThatNeed(String name) {
		Set<String> users = new LinkedHashSet<>();
		List<String> open = new ArrayList<>(List.of(name));
		Set<String> seen = new HashSet<>(open);
		while (!open.isEmpty()) {
			String bean = open.remove(0);
			String ticker = this.tickers.get(bean);
			if (ticker != null) {
				users.add("'" + ticker + "'");
			}
			Stream.of(this.beans.getDependentBeans(bean)).filter(seen::add).forEach(open::add);
		}
		return users.isEmpty() ? probableTicker() : "Ticker " + String.join(", ", users);
	}

	/**
	 * What is looked up, and not injected, is known to no other bean.
	 */
	private String probableTicker() {
		String thread = Thread.currentThread().getName();
		if (thread.startsWith(TICKER_THREAD)) {
			return "Ticker '%s'".formatted(thread.substring(TICKER_THREAD.length()));
		}
		String all = String.join("', '", this.tickers.values());
		return ((this.tickers.size() == 1) ? "Ticker '%s'" : "One of the tickers '%s'").formatted(all);
	}

	private static boolean isInMemoryDatabase(Object bean) {
		return EMBEDDED_DATABASES.include(bean) || (bean instanceof DataSource
				&& Stream.of("jdbcUrl", "url", "URL").map((property) -> text(bean, property)).anyMatch(inMemory));
	}

	private static boolean isLocalCache(Object bean) {
		return LOCAL_CACHES.include(bean) || (bean instanceof CacheManager caches && caches.getCacheNames()
			.stream()
			.map(caches::getCache)
			.anyMatch((cache) -> cache != null
					&& (LOCAL_CACHES.include(cache) || LOCAL_CACHES.include(cache.getNativeCache()))));
	}

	private static boolean isAloneInDataGrid(Object bean) {
		return DATA_GRIDS.include(bean) && property(bean, "cluster.members") instanceof Collection<?> members
				&& members.size() == 1;
	}

	private static boolean hasSecondLevelCache(Object bean) {
		return ENTITY_MANAGER_FACTORIES.include(bean)
				&& property(bean, "jpaPropertyMap") instanceof Map<?, ?> properties
				&& properties.containsKey("hibernate.cache.region.factory_class")
				&& !"false".equals(String.valueOf(properties.get("hibernate.cache.use_second_level_cache")));
	}

	private static boolean isJobStoreInMemory(Object bean) {
		return SCHEDULERS.include(bean) && text(bean, "scheduler.metaData.jobStoreClass").endsWith("RAMJobStore");
	}

	private static String text(Object bean, String property) {
		Object value = property(bean, property);
		return (value instanceof Class<?> type) ? type.getName() : String.valueOf(value);
	}

	private static @Nullable Object property(Object bean, String property) {
		BeanWrapper wrapper = new BeanWrapperImpl(bean);
		try {
			return wrapper.isReadableProperty(property) ? wrapper.getPropertyValue(property) : null;
		}
		catch (BeansException ex) {
			return null;
		}
	}

	/**
	 * Something that processes do not share.
	 *
	 * @param matches whether a bean is of this kind
	 * @param what what it is, in words
	 * @param remedy what to do
	 */
	private record Kind(Predicate<Object> matches, String what, String remedy) {

	}

}
