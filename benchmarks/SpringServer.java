import java.io.IOException;
import java.util.Map;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.appinfra.net.http.RequestHandler;

/**
 * Answers in one way of several, with Tomcat and actuator as they are by default. Loaded by
 * {@code HttpHandlers}.
 */
public class SpringServer {

	private static final String PATH = "/quotes/acme";

	private static final Map<String, Class<?>> KINDS = Map.of("servlet", BareServlet.class, "handler", Handler.class,
			"handler-variable", VariableHandler.class, "controller", Controller.class, "router", Router.class);

	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(Base.class, KINDS.get(args[0]));
		ServletWebServerApplicationContext context = (ServletWebServerApplicationContext) application.run(
				"--server.port=0", "--spring.main.banner-mode=off", "--logging.level.root=warn",
				"--spring.main.lazy-initialization=false");
		System.out.println("PORT " + context.getWebServer().getPort());
	}

	public record Quote(String symbol, double price, int volume) {

		static Quote get() {
			return new Quote("acme", 12.5, 300);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Base {

	}

	@Configuration(proxyBeanMethods = false)
	static class BareServlet {

		@Bean
		ServletRegistrationBean<HttpServlet> quotes(JsonMapper mapper) {
			return new ServletRegistrationBean<>(new HttpServlet() {

				@Override
				protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
					response.setContentType("application/json");
					byte[] body = mapper.writeValueAsBytes(Quote.get());
					response.setContentLength(body.length);
					response.getOutputStream().write(body);
				}

			}, PATH);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Handler {

		@Bean
		@io.appinfra.net.http.Route(PATH)
		RequestHandler quotes() {
			return new QuoteHandler();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class VariableHandler {

		@Bean
		@io.appinfra.net.http.Route("/quotes/{symbol}")
		RequestHandler quotes() {
			return new QuoteHandler();
		}

	}

	static class QuoteHandler implements RequestHandler {

		@Override
		public ServerResponse doGet(ServerRequest request) {
			return ServerResponse.ok().body(Quote.get());
		}

	}

	@RestController
	static class Controller {

		@GetMapping(PATH)
		Quote quote() {
			return Quote.get();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Router {

		@Bean
		RouterFunction<ServerResponse> quotes() {
			return RouterFunctions.route().GET(PATH, (request) -> ServerResponse.ok().body(Quote.get())).build();
		}

	}

}
