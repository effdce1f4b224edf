package io.appinfra.net.integration;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that no spelling of a path leads to a locked handler past its lock.
 */
class SpellingIT {

	private static final List<String> SPELLINGS = List.of("/locked", "/locked/", "//locked", "/./locked",
			"/x/../locked", "/open/../locked", "/locked/..;/open", "/open/..;/locked", "/open;/../locked",
			"/open;x=/../locked", "/locked;x=1", "/locked;", "/;x=1/locked", "/;/locked", "/%6cocked", "/%6Cocked",
			"/%256cocked", "/locked%2Finner", "/locked%2finner", "/%2flocked", "/locked/%2e%2e/open",
			"/open/%2e%2e/locked", "/%2e/locked", "/%252e/locked", "/locked%00", "/locked%0a", "/locked%09",
			"/locked%20", "/locked%3Bx", "/locked%3b/inner", "/LOCKED", "/Locked", "/locked?x=/open", "/locked#x",
			"/locked//inner", "/locked/./inner", "/locked/inner", "/locked/%69nner", "/locked/inner;x=/open",
			"/locked/literal/inner", "/locked/literal;x/inner", "/locked/literal//inner", "/locked/lite%72al/inner",
			"/locked/literal/x/../inner", "/locked\\inner", "/locked%5Cinner", "\\locked", "/locked.html", "/locked/.",
			"/locked/..", "http://localhost/locked", "http://localhost//locked", "http://localhost/open/../locked",
			"http:/locked", "*", "locked", "/locked/async", "/locked/async;x=1");

	private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "OPTIONS", "get", "PUT");

	@Test
	void sendWhenFirewallIsStrictReachesNoLockedHandler() throws IOException {
		assertNoneReaches(LockedApplication.class);
	}

	@Test
	void sendWhenFirewallLetsAllPassReachesNoLockedHandler() throws IOException {
		assertNoneReaches(LockedApplication.class, NoFirewall.class);
	}

	@Test
	void sendWhenContextPathReachesNoLockedHandler() throws IOException {
		try (RawServer server = RawServer.start(new Class<?>[] { LockedApplication.class, NoFirewall.class },
				"server.servlet.context-path=/context")) {
			List<String> spellings = new ArrayList<>(SPELLINGS);
			SPELLINGS.stream().filter((path) -> path.startsWith("/")).forEach((path) -> {
				spellings.add("/context" + path);
				spellings.add("/context;x=1" + path);
				spellings.add("/%63ontext" + path);
				spellings.add("/context/open/../.." + path);
			});
			assertNoneReaches(server, "/context/locked", spellings);
		}
	}

	private static void assertNoneReaches(Class<?>... sources) throws IOException {
		try (RawServer server = RawServer.start(sources)) {
			assertNoneReaches(server, "/locked", SPELLINGS);
		}
	}

	private static void assertNoneReaches(RawServer server, String locked, List<String> spellings) throws IOException {
		List<String> calls = server.context().getBean(LockedApplication.class).calls;
		for (String spelling : spellings) {
			for (String method : METHODS) {
				String response = server.exchange(method, spelling);
				assertThat(response).as(method + " " + spelling).doesNotContain(LockedApplication.TREASURE);
				assertThat(calls).as(method + " " + spelling).isEmpty();
			}
		}
		assertThat(server.exchange("GET", locked, RawServer.as("keeper"))).contains(LockedApplication.TREASURE);
	}

	/**
	 * Lets all pass that the firewall of Spring Security can let pass, and needs no
	 * token.
	 */
	@Configuration(proxyBeanMethods = false)
	static class NoFirewall {

		@Bean
		HttpFirewall httpFirewall() {
			StrictHttpFirewall firewall = new StrictHttpFirewall();
			firewall.setAllowSemicolon(true);
			firewall.setAllowBackSlash(true);
			firewall.setAllowUrlEncodedDoubleSlash(true);
			firewall.setAllowUrlEncodedLineFeed(true);
			firewall.setAllowUrlEncodedPercent(true);
			firewall.setAllowUrlEncodedPeriod(true);
			firewall.setAllowUrlEncodedSlash(true);
			firewall.setAllowNull(true);
			firewall.setUnsafeAllowAnyHttpMethod(true);
			return firewall;
		}

	}

}
