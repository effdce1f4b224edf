package io.appinfra.net.worker.context;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.integration.annotation.InboundChannelAdapter;
import org.springframework.integration.annotation.Poller;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.integration.channel.DirectChannel;
import org.springframework.integration.channel.PublishSubscribeChannel;
import org.springframework.integration.channel.QueueChannel;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.dsl.Pollers;
import org.springframework.integration.endpoint.SourcePollingChannelAdapter;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.support.GenericMessage;

import io.appinfra.net.ticker.RunIn;
import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.Ticker;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MessageEndpoints}: who takes the messages that a tick sends to a
 * channel in a worker.
 */
class MessageEndpointsTests {

	@Test
	void flowWhenTickSendsToItsChannelHandles() {
		try (Worker worker = Worker.of(Tickers.class, Integration.class)) {
			send(worker, "orders");
			assertThat(Worker.effects).containsExactly("flow order");
		}
	}

	@Test
	void annotatedMethodsWhenTickSendsToTheirChannelHandle() {
		try (Worker worker = Worker.of(Tickers.class, Integration.class)) {
			send(worker, "news");
			assertThat(Worker.effects).containsExactlyInAnyOrder("method order", "bean order");
		}
	}

	@Test
	void endpointWhenTickSendsToItsQueuePolls() {
		try (Worker worker = Worker.of(Tickers.class, Integration.class)) {
			send(worker, "queue");
			Awaitility.await()
				.atMost(Duration.ofSeconds(60))
				.untilAsserted(() -> assertThat(Worker.effects).containsExactly("queue order"));
		}
	}

	@Test
	void sourcesWhenTheirFlowsLiveDoNotPoll() {
		try (Worker worker = Worker.of(Tickers.class, Integration.class)) {
			send(worker, "orders");
			assertThat(worker.context().getBeansOfType(SourcePollingChannelAdapter.class).values()).isNotEmpty()
				.noneMatch(SourcePollingChannelAdapter::isRunning);
		}
	}

	@Test
	void endpointsWhenTickObtainsChannelLateHandle() {
		try (Worker worker = Worker.of(TickerWithLateChannel.class, Integration.class)) {
			assertThat(worker.context().getBeanFactory().containsSingleton("orderFlow")).isFalse();
			ObjectProvider<DirectChannel> channel = worker.context().getBeanProvider(DirectChannel.class);
			channel.getObject().send(new GenericMessage<>("order"));
			assertThat(Worker.effects).containsExactly("flow order");
			assertThat(worker.context().getBeansOfType(SourcePollingChannelAdapter.class).values()).isNotEmpty()
				.noneMatch(SourcePollingChannelAdapter::isRunning);
		}
	}

	private static void send(Worker worker, String channel) {
		worker.context().getBean(channel, MessageChannel.class).send(new GenericMessage<>("order"));
	}

	@Configuration(proxyBeanMethods = false)
	static class Tickers {

		@Bean
		@Tick(interval = "1h", runIn = RunIn.WORKER, worker = "market")
		Ticker ticker(DirectChannel orders, PublishSubscribeChannel news, QueueChannel queue, Feed feed) {
			return (tick) -> {
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TickerWithLateChannel {

		@Bean
		@Tick(interval = "1h", runIn = RunIn.WORKER, worker = "market")
		Ticker ticker(ObjectProvider<DirectChannel> orders) {
			return (tick) -> {
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableIntegration
	@Import({ Feed.class, Reader.class })
	static class Integration {

		@Bean
		DirectChannel orders() {
			return new DirectChannel();
		}

		@Bean
		PublishSubscribeChannel news() {
			return new PublishSubscribeChannel();
		}

		@Bean
		QueueChannel queue() {
			return new QueueChannel();
		}

		@Bean
		IntegrationFlow orderFlow() {
			return IntegrationFlow.from("orders")
				.handle((message) -> Worker.effect("flow " + message.getPayload()))
				.get();
		}

		@Bean
		IntegrationFlow queueFlow() {
			return IntegrationFlow.from("queue")
				.handle((message) -> Worker.effect("queue " + message.getPayload()),
						(endpoint) -> endpoint.poller(Pollers.fixedDelay(10)))
				.get();
		}

		@Bean
		IntegrationFlow timedFlow() {
			return IntegrationFlow.fromSupplier(() -> "polled", (source) -> source.poller(Pollers.fixedDelay(10)))
				.handle((message) -> Worker.effect("source " + message.getPayload()))
				.get();
		}

		@Bean
		@ServiceActivator(inputChannel = "news")
		MessageHandler newsHandler() {
			return (message) -> Worker.effect("bean " + message.getPayload());
		}

	}

	/**
	 * Feeds a channel, and is needed by a ticker.
	 */
	static class Feed {

		@InboundChannelAdapter(channel = "orders", poller = @Poller(fixedDelay = "10"))
		String next() {
			Worker.effect("fed");
			return "fed";
		}

	}

	static class Reader {

		@ServiceActivator(inputChannel = "news")
		void read(String news) {
			Worker.effect("method " + news);
		}

	}

}
