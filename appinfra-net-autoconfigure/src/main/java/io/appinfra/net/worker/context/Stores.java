package io.appinfra.net.worker.context;

import java.lang.reflect.Array;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanWrapper;
import org.springframework.beans.BeanWrapperImpl;

/**
 * Keeps what is in stores and registries as it is, though clients that make, change or
 * drop what they need there are created and destroyed. The web process has done that.
 */
final class Stores {

	/**
	 * Beans whose initialization changes a store, and whose destruction may too.
	 */
	private static final TypeNames INITIALIZERS = TypeNames.of("\\w*DatabaseInitializer", "\\w*Migrations?Initializer",
			"\\w*SchemaInitializer", "DataSourceInitializer", "ConnectionFactoryInitializer", "\\w*SpringLiquibase",
			"Flyway", "Mongock\\w*Runner");

	private static final TypeNames ENTITY_MANAGER_FACTORIES = TypeNames.of("AbstractEntityManagerFactoryBean");

	private static final TypeNames SESSION_FACTORIES = TypeNames.of("LocalSessionFactoryBean");

	/**
	 * What else clients have a switch for: indexes, tables, topics and queues, what is
	 * removed as time passes, their entry in a registry, and expired keys, which a server
	 * is set to announce to them. Where a release has another switch, the worker does not
	 * start.
	 */
	private static final List<Switch> SWITCHES = List
		.of(new Switch(TypeNames.of("SessionFactoryFactoryBean"), "schemaAction", "NONE"),
				new Switch(TypeNames.of("SessionFactoryFactoryBean"), "keyspacePopulator", null),
				new Switch(TypeNames.of("SessionFactoryFactoryBean"), "keyspaceCleaner", null),
				new Switch(TypeNames.of("MongoMappingContext", "CouchbaseMappingContext"), "autoIndexCreation", false),
				new Switch(TypeNames.of("(Reactive)?MongoRepositoryFactoryBean"), "createIndexesForQueryMethods",
						false),
				new Switch(TypeNames.of("KafkaAdmin"), "autoCreate", false),
				new Switch(TypeNames.of("RabbitAdmin", "RabbitAmqpAdmin"), "autoStartup", false),
				new Switch(TypeNames.of("RedisKeyValueAdapter"), "enableKeyspaceEvents", "OFF"),
				new Switch(TypeNames.of("(Jdbc|Redis)IndexedSessionRepository"), "cleanupCron", "-"),
				new Switch(TypeNames.of("SpringEngineConfiguration"), "databaseSchemaUpdate", "false"),
				new Switch(TypeNames.of("EurekaClientConfigBean"), "registerWithEureka", false));

	/**
	 * Switches that not all of a family have.
	 */
	private static final List<Switch> SWITCHES_OF_SOME = List.of(
			new Switch(TypeNames.of("\\w*MongoDbMessageStore"), "createIndexes", false),
			new Switch(TypeNames.of("\\w*VectorStoreProperties"), "initializeSchema", false),
			new Switch(TypeNames.of("SpringEngineConfiguration"), "asyncExecutorActivate", false));

	private static final TypeNames CASSANDRA = TypeNames.of("CqlSessionFactoryBean");

	private static final List<String> KEYSPACES = List.of("keyspaceActions", "keyspaceCreations", "keyspaceAlterations",
			"keyspaceDrops", "keyspaceStartupScripts", "keyspaceShutdownScripts", "startupScripts", "shutdownScripts");

	private static final TypeNames QUARTZ = TypeNames.of("SchedulerFactoryBean");

	private static final String HIBERNATE_SCHEMA = "hibernate.hbm2ddl.auto";

	private static final List<String> SCHEMA_ACTIONS = List.of(HIBERNATE_SCHEMA,
			"hibernate.search.schema_management.strategy", "jakarta.persistence.schema-generation.database.action",
			"jakarta.persistence.schema-generation.scripts.action", "eclipselink.ddl-generation");

	/**
	 * Tables that Hibernate keeps for statements that change many rows.
	 */
	private static final List<String> HELPER_TABLES = List.of(
			"hibernate.query.mutation_strategy.global_temporary.create_tables",
			"hibernate.query.mutation_strategy.global_temporary.drop_tables",
			"hibernate.query.mutation_strategy.persistent.create_tables",
			"hibernate.query.mutation_strategy.persistent.drop_tables");

	private Stores() {
	}

	/**
	 * Return whether all that a bean does when it is initialized or destroyed is to
	 * change a store.
	 * @param bean the bean
	 * @return whether it is an initializer
	 */
	static boolean isInitializer(Object bean) {
		return INITIALIZERS.include(bean);
	}

	/**
	 * Take from a client what it would change when it is initialized.
	 * @param bean the client, or any other bean
	 */
	static void leaveAsTheyAre(Object bean) {
		if (ENTITY_MANAGER_FACTORIES.include(bean)) {
			keepSchema(properties(bean, "jpaPropertyMap"));
		}
		else if (SESSION_FACTORIES.include(bean)) {
			keepSchema(properties(bean, "hibernateProperties"));
		}
		else if (QUARTZ.include(bean)) {
			BeanWrapper scheduler = new BeanWrapperImpl(bean);
			List.of("jobDetails", "triggers").forEach((property) -> clear(scheduler, property));
		}
		else if (CASSANDRA.include(bean)) {
			BeanWrapper session = new BeanWrapperImpl(bean);
			KEYSPACES.forEach((property) -> session.setPropertyValue(property, List.of()));
		}
		else {
			SWITCHES.stream()
				.filter((known) -> known.types().include(bean))
				.forEach((known) -> known.turn(new BeanWrapperImpl(bean)));
			SWITCHES_OF_SOME.stream()
				.filter((known) -> known.types().include(bean))
				.filter((known) -> new BeanWrapperImpl(bean).isWritableProperty(known.property()))
				.forEach((known) -> known.turn(new BeanWrapperImpl(bean)));
		}
	}

	@SuppressWarnings("unchecked")
	private static Map<Object, Object> properties(Object bean, String property) {
		return (Map<Object, Object>) new BeanWrapperImpl(bean).getPropertyValue(property);
	}

	/**
	 * To validate a schema changes nothing.
	 */
	private static void keepSchema(Map<Object, Object> properties) {
		if (!"validate".equals(properties.get(HIBERNATE_SCHEMA))) {
			SCHEMA_ACTIONS.forEach((action) -> properties.put(action, "none"));
		}
		HELPER_TABLES.forEach((tables) -> properties.put(tables, "false"));
	}

	private static void clear(BeanWrapper bean, String property) {
		Class<?> type = bean.getPropertyDescriptor(property).getPropertyType();
		bean.setPropertyValue(property, Array.newInstance(type.getComponentType(), 0));
	}

	/**
	 * A property that keeps beans of a type from changing something.
	 */
	private record Switch(TypeNames types, String property, @Nullable Object value) {

		void turn(BeanWrapper bean) {
			bean.setPropertyValue(this.property, this.value);
		}

	}

}
