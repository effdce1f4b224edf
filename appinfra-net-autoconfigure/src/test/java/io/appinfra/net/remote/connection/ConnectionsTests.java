package io.appinfra.net.remote.connection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.MapPropertySource;

import io.appinfra.net.channel.Frame;
import io.appinfra.net.channel.FrameType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for {@link SentConnections} and {@link ReceivedConnections}.
 */
class ConnectionsTests {

	@Test
	void detailsWhenBeanOfWebProcessAreThoseOfWorker() {
		List<Object> sent = sent(Container.class);
		try (AnnotationConfigApplicationContext worker = worker(sent, Container.class, Fallback.class)) {
			JdbcConnectionDetails details = worker.getBean(JdbcConnectionDetails.class);
			assertThat(details.getJdbcUrl()).isEqualTo("jdbc:h2:mem:container-1");
			assertThat(details.getPassword()).isEqualTo("secret");
			assertThat(details.getDriverClassName()).isEqualTo("org.h2.Driver");
			assertThat(worker.getBean("containerDetails")).isSameAs(details);
			assertThat(worker.containsBean("fallback")).isFalse();
			assertThat(Container.started).isEqualTo(1);
		}
	}

	@Test
	void detailsWhenTheyHaveValuesOfManyKindsAreTheSame() {
		try (AnnotationConfigApplicationContext worker = worker(sent(Many.class))) {
			ManyDetails details = worker.getBean(ManyDetails.class);
			assertThat(details.nodes()).containsExactly(new Node("a", 1), new Node("b", 2));
			assertThat(details.names()).containsExactlyInAnyOrder("x", "y");
			assertThat(details.options()).isEqualTo(Map.of("k", 3L));
			assertThat(details.uri()).isEqualTo(URI.create("redis://localhost"));
			assertThat(details.mode()).isEqualTo(Mode.FAST);
			assertThat(details.nested().host()).isEqualTo("here");
			assertThat(details.secret()).containsExactly('p', 'w');
			assertThat(details.nothing()).isNull();
			assertThat(details).isEqualTo(details).hasToString("ManyDetails of the web process");
		}
	}

	@Test
	void detailsWhenThereAreSeveralKeepTheirNamesAndTheirPrimary() {
		try (AnnotationConfigApplicationContext worker = worker(sent(Two.class), Two.class)) {
			assertThat(worker.getBean(JdbcConnectionDetails.class).getJdbcUrl()).isEqualTo("jdbc:h2:mem:first");
			assertThat(worker.getBean("second", JdbcConnectionDetails.class).getJdbcUrl())
				.isEqualTo("jdbc:h2:mem:second");
		}
	}

	@Test
	void detailsWhenTheyCannotBeSentAreRefusedToWhoNeedsThem() {
		try (AnnotationConfigApplicationContext worker = worker(sent(Unsendable.class), Unsendable.class)) {
			assertThatException().isThrownBy(() -> worker.getBean(KeyDetails.class))
				.havingRootCause()
				.isInstanceOf(FailureAnalyzedException.class)
				.withMessageContaining("'keys'")
				.withMessageContaining("worker 'market'")
				.withMessageContaining("keyStore(): a java.security.KeyStore cannot be sent");
		}
	}

	@Test
	void detailsWhenMadeOfPropertiesAreNotSent() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
			.withPropertyValues("spring.datasource.url=jdbc:h2:mem:properties")
			.run((context) -> {
				assertThat(context).hasSingleBean(JdbcConnectionDetails.class);
				assertThat(SentConnections.of(context.getBeanFactory())).isEmpty();
			});
	}

	/**
	 * What is sent crosses the channel as the value of a property.
	 */
	private static List<Object> sent(Class<?> configuration) {
		Container.started = 0;
		try (AnnotationConfigApplicationContext web = new AnnotationConfigApplicationContext(configuration)) {
			return Frame.of(FrameType.CONFIGURATION, new Message(SentConnections.of(web.getBeanFactory())))
				.message(Message.class)
				.values();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private AnnotationConfigApplicationContext worker(List<Object> sent, Class<?>... sources) {
		AnnotationConfigApplicationContext worker = new AnnotationConfigApplicationContext();
		worker.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("worker",
					Map.of(SentConnections.PROPERTY, sent, "appinfra.net.worker-name", "market")));
		worker
			.addBeanFactoryPostProcessor(new ReceivedConnections(worker.getEnvironment(), getClass().getClassLoader()));
		worker.register(sources.length == 0 ? new Class<?>[] { Empty.class } : sources);
		worker.refresh();
		return worker;
	}

	public record Message(List<Object> values) {

	}

	@Configuration(proxyBeanMethods = false)
	static class Empty {

	}

	@Configuration(proxyBeanMethods = false)
	static class Container {

		private static int started;

		@Bean
		JdbcConnectionDetails containerDetails() {
			started++;
			return new Jdbc("container-" + started);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Fallback {

		@Bean
		@ConditionalOnMissingBean(JdbcConnectionDetails.class)
		JdbcConnectionDetails fallback() {
			return new Jdbc("fallback");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Two {

		@Bean
		@Primary
		JdbcConnectionDetails first() {
			return new Jdbc("first");
		}

		@Bean
		JdbcConnectionDetails second() {
			return new Jdbc("second");
		}

	}

	record Jdbc(String database) implements JdbcConnectionDetails {

		@Override
		public String getUsername() {
			return "sa";
		}

		@Override
		public String getPassword() {
			return "secret";
		}

		@Override
		public String getJdbcUrl() {
			return "jdbc:h2:mem:" + this.database;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Many {

		@Bean
		ManyDetails many() {
			return new ManyDetails() {
			};
		}

	}

	public interface ManyDetails extends ConnectionDetails {

		default List<Node> nodes() {
			return List.of(new Node("a", 1), new Node("b", 2));
		}

		default Set<String> names() {
			return Set.of("x", "y");
		}

		default Map<String, Long> options() {
			return Map.of("k", 3L);
		}

		default URI uri() {
			return URI.create("redis://localhost");
		}

		default Mode mode() {
			return Mode.FAST;
		}

		default Nested nested() {
			return () -> "here";
		}

		default char[] secret() {
			return new char[] { 'p', 'w' };
		}

		default @Nullable String nothing() {
			return null;
		}

		default String of(int index) {
			return nodes().get(index).host();
		}

	}

	public interface Nested {

		String host();

	}

	public record Node(String host, int port) {

	}

	public enum Mode {

		SLOW, FAST

	}

	@Configuration(proxyBeanMethods = false)
	static class Unsendable {

		@Bean
		KeyDetails keys() throws Exception {
			KeyStore keyStore = KeyStore.getInstance(KeyStore.getDefaultType());
			return () -> keyStore;
		}

	}

	public interface KeyDetails extends ConnectionDetails {

		KeyStore keyStore();

	}

}
