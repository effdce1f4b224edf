package io.appinfra.net.mirror;

import java.util.Map;
import java.util.concurrent.CountDownLatch;

import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;

import io.appinfra.net.state.SharedMap;
import io.appinfra.net.state.SharedState;
import io.appinfra.net.ticker.RunIn;
import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.Ticker;

/**
 * Writes what the web process and the worker see, and ends.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class MirrorApplication {

	/**
	 * What the line begins with that says what both see.
	 */
	public static final String MARK = "mirror: ";

	public static void main(String[] args) throws Exception {
		SpringApplication application = new SpringApplication(MirrorApplication.class);
		application.setDefaultProperties(Map.of("mirror.default", "from main"));
		application.setAdditionalProfiles("additional");
		ConfigurableApplicationContext context = application.run(args);
		Reflection worker = awaitWorker(context.getBean(SharedState.class));
		if (context.getEnvironment().getProperty("mirror.restart", boolean.class, false)
				&& DevToolsRestart.once(worker)) {
			return;
		}
		Reflection web = Reflection.of(context.getEnvironment(), context.getBean(ApplicationArguments.class));
		System.out.println(MARK + new JsonMapper().writeValueAsString(Map.of("worker", worker, "web", web)));
		System.exit(SpringApplication.exit(context));
	}

	private static Reflection awaitWorker(SharedState state) throws InterruptedException {
		SharedMap<Reflection> reflections = state.map("reflections", Reflection.class);
		CountDownLatch reflected = new CountDownLatch(1);
		reflections.onChange((name, reflection) -> reflected.countDown());
		if (reflections.get("worker") == null) {
			reflected.await();
		}
		return reflections.get("worker");
	}

	@Bean
	@Tick(interval = "1h", runIn = RunIn.WORKER)
	Ticker mirror(SharedState state, ConfigurableEnvironment environment, ApplicationArguments arguments,
			ConfigurableApplicationContext context) {
		boolean noise = environment.getProperty("mirror.noise", boolean.class, false);
		if (noise) {
			Noise.begin();
		}
		return (tick) -> {
			if (noise) {
				Noise.make(context);
			}
			state.map("reflections", Reflection.class).put("worker", Reflection.of(environment, arguments));
		};
	}

}
