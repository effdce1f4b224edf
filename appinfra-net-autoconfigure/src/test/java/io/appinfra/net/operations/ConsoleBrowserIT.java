package io.appinfra.net.operations;

import java.nio.file.Path;
import java.util.Optional;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.appinfra.net.supervisor.WorkerSupervisor;
import io.appinfra.net.ticker.Tickers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The console in a real browser.
 */
@Tag("full")
class ConsoleBrowserIT {

	private static final int TAB = 9;

	private static final int ENTER = 13;

	private static final int MAX_TABS = 100;

	@Test
	void pageIsLiveAndSteersWithoutComplaint() throws Exception {
		Optional<Path> program = Chromium.program();
		Assumptions.assumeTrue(program.isPresent(), "No chromium, chromium-browser or google-chrome is on the PATH");
		try (ConsoleClient application = ConsoleClient.start(ConsoleApplication.class,
				"management.endpoints.web.exposure.include=console", "spring.datasource.generate-unique-name=true",
				"appinfra.net.workers.default.restart.initial-delay=8s");
				Chromium browser = Chromium.start(program.get())) {
			browser.open("http://localhost:%d%s".formatted(application.port(), ConsoleClient.CONSOLE));
			ticksLive(browser);
			showsNamesAsText(browser, application);
			pausesByKeyboard(browser, application);
			showsDeathOfWorker(browser, application);
			assertThat(browser.complaints).isEmpty();
		}
	}

	private static void ticksLive(Chromium browser) {
		browser
			.awaitTrue(figure("prices", "ticks") + " > 0 && document.querySelectorAll('.chart canvas').length === 3");
		int ticks = Integer.parseInt(browser.evaluate("String(%s)".formatted(figure("prices", "ticks"))));
		browser.awaitTrue(figure("prices", "ticks") + " > " + ticks);
		assertThat(browser.evaluate("document.querySelector('#connection').textContent")).contains("Live");
	}

	private static void showsNamesAsText(Chromium browser, ConsoleClient application) {
		application.context().getBean(Tickers.class).trigger(ConsoleApplication.HOSTILE).join();
		browser.awaitTrue("document.querySelector('#overview').textContent.includes(%s)"
			.formatted(quoted("▲ Ticker " + ConsoleApplication.HOSTILE + ": the last tick failed")));
		browser.awaitTrue(part(ConsoleApplication.HOSTILE, "readout") + ".textContent.includes('<script>alert(2)')");
		assertThat(browser.evaluate("String(document.querySelectorAll('body img, main script').length)"))
			.isEqualTo("0");
	}

	private static void pausesByKeyboard(Chromium browser, ConsoleClient application) {
		Tickers tickers = application.context().getBean(Tickers.class);
		tabTo(browser, part("prices", "pause"));
		browser.press("Enter", ENTER, "\r");
		await().until(() -> tickers.status("prices").paused());
		browser.awaitTrue(part("prices", "state") + ".textContent.includes('Paused') && " + part("prices", "pause")
				+ ".textContent === 'Resume'");
		assertThat(browser.evaluate("String(document.activeElement === %s)".formatted(part("prices", "pause"))))
			.isEqualTo("true");
		browser.press("Enter", ENTER, "\r");
		await().until(() -> !tickers.status("prices").paused());
		browser.awaitTrue(part("prices", "pause") + ".textContent === 'Pause'");
	}

	private static void tabTo(Chromium browser, String element) {
		for (int i = 0; i < MAX_TABS; i++) {
			if (browser.evaluate("String(document.activeElement === %s)".formatted(element)).equals("true")) {
				return;
			}
			browser.press("Tab", TAB, "");
		}
		throw new AssertionError("The keyboard does not reach " + element);
	}

	private static void showsDeathOfWorker(Chromium browser, ConsoleClient application) {
		String state = part("default", "state") + ".textContent";
		browser.awaitTrue(state + ".includes('Up')");
		long pid = application.context().getBean(WorkerSupervisor.class).worker("default").pid();
		ProcessHandle.of(pid).orElseThrow().destroyForcibly();
		browser.awaitTrue(state + ".includes('Backoff')");
		browser.awaitTrue("document.querySelector('#overview').textContent.includes('Worker default: BACKOFF')");
		browser.awaitTrue(state + ".includes('Up')");
		browser.awaitTrue(part("default", "exit") + ".textContent.includes('code 137')");
		assertThat(browser.evaluate(part("default", "pid") + ".textContent")).isNotEqualTo(String.valueOf(pid));
	}

	private static String part(String name, String part) {
		return "[...document.querySelectorAll('.cards > li')].find((card) => card.querySelector('h3').textContent === %s)?.querySelector('[data-of=%s]')"
			.formatted(quoted(name), part);
	}

	private static String figure(String name, String part) {
		return "Number((%s?.textContent ?? '0').replaceAll(',', ''))".formatted(part(name, part));
	}

	private static String quoted(String text) {
		return "'" + text + "'";
	}

}
