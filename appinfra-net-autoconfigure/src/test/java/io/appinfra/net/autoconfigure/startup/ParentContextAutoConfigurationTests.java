package io.appinfra.net.autoconfigure.startup;

import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.function.ServerResponse;

import io.appinfra.net.http.RequestHandler;
import io.appinfra.net.state.SharedState;
import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.Ticker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link ParentContextAutoConfiguration}.
 */
class ParentContextAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ParentContextAutoConfiguration.class));

	@ParameterizedTest
	@ValueSource(classes = { TickerBean.class, TickMethod.class, HandlerBean.class })
	void startWhenParentHasWhatNobodyRunsFails(Class<?> source) {
		withParent(source,
				(parent) -> this.contextRunner.withParent(parent)
					.run((context) -> assertThat(context).getFailure()
						.rootCause()
						.isInstanceOf(FailureAnalyzedException.class)
						.hasMessageContaining("inParent")
						.hasMessageContaining("would never")));
	}

	@Test
	void startWhenGrandparentHasWhatNobodyRunsFails() {
		withParent(TickerBean.class, (grandparent) -> {
			AnnotationConfigApplicationContext parent = new AnnotationConfigApplicationContext();
			parent.setParent(grandparent);
			parent.refresh();
			this.contextRunner.withParent(parent).run((context) -> assertThat(context).hasFailed());
			parent.close();
		});
	}

	@Test
	void startWhenParentIsAnApplicationOfItsOwnSucceeds() {
		withParent(Whole.class,
				(parent) -> this.contextRunner.withParent(parent).run((context) -> assertThat(context).hasNotFailed()));
	}

	@Test
	void startWithoutServletsLooksForTickersAlone() {
		ApplicationContextRunner runner = this.contextRunner
			.withClassLoader(new FilteredClassLoader(ServerResponse.class));
		withParent(TickerBean.class,
				(parent) -> runner.withParent(parent).run((context) -> assertThat(context).hasFailed()));
		runner.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void startInWorkerLooksForNothing() {
		withParent(TickerBean.class,
				(parent) -> this.contextRunner.withPropertyValues("appinfra.net.role=WORKER")
					.withParent(parent)
					.run((context) -> assertThat(context).hasNotFailed()));
	}

	private static void withParent(Class<?> source, Consumer<AnnotationConfigApplicationContext> test) {
		try (AnnotationConfigApplicationContext parent = new AnnotationConfigApplicationContext(source)) {
			test.accept(parent);
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class TickerBean {

		@Bean
		Ticker inParent() {
			return (tick) -> {
			};
		}

	}

	@Configuration("inParent")
	static class TickMethod {

		@Tick(interval = "1s")
		void tick() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class HandlerBean {

		@Bean
		RequestHandler inParent() {
			return new RequestHandler() {
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Whole extends TickerBean {

		@Bean
		SharedState sharedState() {
			return mock();
		}

	}

}
