import io.javalin.Javalin;

/**
 * Answers with Javalin. Loaded by {@code HttpHandlers}.
 */
public class JavalinServer {

	public record Quote(String symbol, double price, int volume) {

	}

	public static void main(String[] args) {
		Javalin server = Javalin.create((config) -> {
			config.startup.showJavalinBanner = false;
			config.routes.get("/quotes/acme", (context) -> context.json(new Quote("acme", 12.5, 300)));
		}).start(0);
		System.out.println("PORT " + server.port());
	}

}
