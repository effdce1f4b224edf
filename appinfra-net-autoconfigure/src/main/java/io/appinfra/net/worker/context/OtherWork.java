package io.appinfra.net.worker.context;

import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.event.ApplicationEventMulticaster;
import org.springframework.context.event.EventListenerMethodProcessor;

/**
 * What an application does by itself and not because a ticker does something: the web
 * process does it, and a worker must not do it a second time.
 */
final class OtherWork {

	/**
	 * Lifecycle beans that take in work from elsewhere, run jobs, or announce the process
	 * to others. All others serve who calls them.
	 */
	private static final TypeNames STARTED_ELSEWHERE = TypeNames.of("\\w*ListenerContainer", "SchedulerFactoryBean",
			"\\w*AutoServiceRegistration", "MessageProducerSupport", "MessagingGatewaySupport",
			"SourcePollingChannelAdapter(FactoryBean)?", "StreamsBuilderFactoryBean", "InputBindingLifecycle",
			"\\w*ServerLifecycle", "\\w*ServerBootstrap", "BackgroundJobServer", "\\w*LeaderInitiator");

	/**
	 * Engines that a bean definition starts with an init method. Their clients can use
	 * them unstarted.
	 */
	private static final TypeNames ENGINES = TypeNames.of("com\\.github\\.kagkarlsson\\.scheduler\\.Scheduler",
			"org\\.quartz\\.Scheduler", "io\\.temporal\\.worker\\.WorkerFactory",
			"org\\.apache\\.kafka\\.streams\\.KafkaStreams");

	/**
	 * Post-processors that begin what they find at once.
	 */
	private static final TypeNames COLLECTORS = TypeNames.of("Scheduled\\w*PostProcessor",
			"\\w*ListenerAnnotation\\w*PostProcessor", "RecurringJob\\w*PostProcessor");

	private OtherWork() {
	}

	/**
	 * Return whether a post-processor collects from other beans what is to run:
	 * {@code @Scheduled} methods, endpoints of listener containers. Most begin it when
	 * they are called back. What makes proxies (transactions, caches, security) or the
	 * endpoints of channels collects nothing, although some of it is called back as well.
	 * @param processor the post-processor
	 * @return whether it collects work
	 */
	static boolean isCollectedBy(Object processor) {
		return processor instanceof BeanPostProcessor
				&& !(processor instanceof AopInfrastructureBean || MessageEndpoints.areMadeBy(processor))
				&& (processor instanceof SmartInitializingSingleton || COLLECTORS.include(processor));
	}

	/**
	 * Return whether a lifecycle bean is not to be started, whoever needs it.
	 * @param lifecycle the bean
	 * @return whether it is other work
	 */
	static boolean isStartOf(Object lifecycle) {
		return STARTED_ELSEWHERE.include(lifecycle);
	}

	/**
	 * Return whether the init method of a bean begins work.
	 * @param bean the bean
	 * @return whether it is other work
	 */
	static boolean isInitOf(Object bean) {
		return ENGINES.include(bean);
	}

	/**
	 * Return whether a bean belongs to the context, which calls it back for all beans.
	 * @param bean the bean
	 * @return whether it is the context's own
	 */
	static boolean isOfContext(Object bean) {
		return bean instanceof ApplicationEventMulticaster || bean instanceof EventListenerMethodProcessor;
	}

}
