package io.appinfra.net.aot;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CountDownLatch;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.appinfra.net.ConditionalOnRole;
import io.appinfra.net.Role;
import io.appinfra.net.http.RequestHandler;
import io.appinfra.net.http.Route;
import io.appinfra.net.state.SharedState;
import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.Ticker;

/**
 * Writes what its handler answers when all tickers have ticked, and ends.
 */
@Configuration
@EnableAutoConfiguration
@Import({ AotHandler.class, AotWorkerTick.class })
public class AotApplication {

	/**
	 * What the line begins with that has the answer.
	 */
	static final String MARK = "seen: ";

	private static final CountDownLatch allTicked = new CountDownLatch(1);

	public static void main(String[] args) throws Exception {
		ConfigurableApplicationContext context = SpringApplication.run(AotApplication.class, args);
		allTicked.await();
		String root = "http://localhost:" + context.getEnvironment().getRequiredProperty("local.server.port");
		System.out.println(MARK + get(root + "/annotated/class") + ", " + get(root + "/annotated-method"));
		System.exit(SpringApplication.exit(context));
	}

	private static String get(String url) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
		return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
	}

	@Bean
	@Route("/annotated-method")
	RequestHandler methodHandler(AotPlace place) {
		return new RequestHandler() {

			@Override
			public ServerResponse doGet(ServerRequest request) {
				return ServerResponse.ok().body("handler in " + place.name());
			}

		};
	}

	@Bean
	@Tick(interval = "10ms")
	Ticker ended(SharedState state) {
		return (tick) -> {
			if (state.map("places", String.class).get("worker") != null) {
				allTicked.countDown();
			}
		};
	}

	@Bean
	@ConditionalOnRole(Role.WEB)
	AotPlace webPlace() {
		return new AotPlace("web process");
	}

	@Bean
	@ConditionalOnRole(Role.WORKER)
	AotPlace workerPlace() {
		return new AotPlace("worker process");
	}

}
