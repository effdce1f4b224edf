package io.appinfra.net.worker.context;

import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;

import org.springframework.aop.framework.autoproxy.InfrastructureAdvisorAutoProxyCreator;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.NameMatchMethodPointcut;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Role;

import io.appinfra.net.ticker.RunIn;
import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.Ticker;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Aspects count in a worker: transactions, caches, security.
 */
class AspectsTests {

	@Test
	void methodWhenProxyCreatorIsPlainIsAdvised() {
		assertAdvised(PlainProxies.class);
	}

	@Test
	void methodWhenProxyCreatorIsCalledBackLikeCollectorsOfWorkIsAdvised() {
		assertAdvised(ProxiesCalledBack.class);
	}

	private static void assertAdvised(Class<?> proxies) {
		try (Worker worker = Worker.of(proxies, Tickers.class)) {
			worker.get(Service.class).work();
			assertThat(Worker.effects).containsExactly("advised", "worked");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@Import(Service.class)
	static class Tickers {

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static DefaultPointcutAdvisor advisor() {
			NameMatchMethodPointcut work = new NameMatchMethodPointcut();
			work.addMethodName("work");
			return new DefaultPointcutAdvisor(work, (MethodInterceptor) (invocation) -> {
				Worker.effect("advised");
				return invocation.proceed();
			});
		}

		@Bean
		@Tick(interval = "1h", runIn = RunIn.WORKER, worker = "market")
		Ticker ticker(Service service) {
			return (tick) -> service.work();
		}

	}

	static class Service {

		void work() {
			Worker.effect("worked");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PlainProxies {

		@Bean
		static InfrastructureAdvisorAutoProxyCreator proxyCreator() {
			InfrastructureAdvisorAutoProxyCreator creator = new InfrastructureAdvisorAutoProxyCreator();
			creator.setProxyTargetClass(true);
			return creator;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ProxiesCalledBack {

		@Bean
		static CalledBack proxyCreator() {
			CalledBack creator = new CalledBack();
			creator.setProxyTargetClass(true);
			return creator;
		}

	}

	/**
	 * As the proxy creators for AspectJ are.
	 */
	@SuppressWarnings("serial")
	static class CalledBack extends InfrastructureAdvisorAutoProxyCreator implements SmartInitializingSingleton {

		@Override
		public void afterSingletonsInstantiated() {
			throw new IllegalStateException("Not to be called back in a worker");
		}

	}

}
