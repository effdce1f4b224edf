package io.appinfra.net.start;

import java.security.Security;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import io.appinfra.net.Role;
import io.appinfra.net.state.SharedMap;
import io.appinfra.net.state.SharedState;
import io.appinfra.net.ticker.RunIn;
import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.TickContext;
import io.appinfra.net.ticker.Ticker;

/**
 * Reports what its process has of the start of the application.
 */
@Tick(interval = "1h", runIn = RunIn.WORKER)
public class FactsTicker implements Ticker {

	/**
	 * What the line begins with that has the facts of both processes.
	 */
	static final String MARK = "facts: ";

	/**
	 * How often a listener of the application was called that begins work.
	 */
	static final AtomicInteger readyListeners = new AtomicInteger();

	private final ApplicationContext context;

	private final ApplicationArguments arguments;

	private final SharedState state;

	FactsTicker(ApplicationContext context, ApplicationArguments arguments, SharedState state) {
		this.context = context;
		this.arguments = arguments;
		this.state = state;
	}

	@Override
	public void tick(TickContext tick) {
		this.state.map("facts", Facts.class).put("worker", facts());
	}

	private Facts facts() {
		Map<String, String> facts = new TreeMap<>();
		facts.put("role", Role.current().name());
		facts.put("zone", TimeZone.getDefault().getID());
		facts.put("locale", Locale.getDefault().toString());
		facts.put("format", Locale.getDefault(Locale.Category.FORMAT).toString());
		facts.put("security", String.valueOf(Security.getProperty("networkaddress.cache.ttl")));
		facts.put("arguments", String.join("|", this.arguments.getSourceArgs()));
		facts.put("readyListeners", String.valueOf(readyListeners.get()));
		facts.put("parent", String.valueOf(this.context.getParent() != null));
		for (String name : new String[] { "facts.initializer", "facts.listener", "facts.default", "facts.random",
				"prefixed.value", "spring.profiles.active", "spring.application.version", "logging.file.name" }) {
			facts.put(name, this.context.getEnvironment().getProperty(name, "missing"));
		}
		this.context.getBeanProvider(String.class).orderedStream().forEach((bean) -> facts.put(bean, "bean"));
		for (String name : this.context.getBeanNamesForType(FactsTicker.class)) {
			facts.put("ticker", name);
		}
		return new Facts(facts);
	}

	/**
	 * Write the facts of both processes, and end the application.
	 * @param context the context of the web process
	 */
	static void writeAndExit(ConfigurableApplicationContext context) throws InterruptedException {
		SharedMap<Facts> facts = context.getBean(SharedState.class).map("facts", Facts.class);
		CountDownLatch notified = new CountDownLatch(1);
		facts.onChange((name, fact) -> notified.countDown());
		if (facts.get("worker") == null) {
			notified.await();
		}
		Facts web = context.getBean(FactsTicker.class).facts();
		System.out.println(MARK
				+ new JsonMapper().writeValueAsString(Map.of("web", web.all(), "worker", facts.get("worker").all())));
		System.exit(SpringApplication.exit(context));
	}

	record Facts(Map<String, String> all) {

	}

}
