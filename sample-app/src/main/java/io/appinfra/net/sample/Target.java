package io.appinfra.net.sample;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * An endpoint that is watched, and what its last probes have found out.
 *
 * @param name the name, unique among all targets
 * @param url the URL that is probed
 * @param probes the last probes, the newest at the end
 */
record Target(String name, URI url, List<Probe> probes) {

	static final int MAX_PROBES = 100;

	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,49}");

	private static final Set<String> SCHEMES = Set.of("http", "https");

	private static final int MAX_URL_LENGTH = 2000;

	/**
	 * Create a target from what a person has typed in.
	 * @param name the name
	 * @param url the URL
	 * @return the target, not probed yet
	 * @throws IllegalArgumentException if the name or the URL cannot be used; the message
	 * says why
	 */
	static Target of(@Nullable String name, @Nullable String url) {
		check(name != null && !name.isBlank(), "name is missing");
		check(NAME.matcher(name).matches(), "name must be at most 50 letters, digits, dots, hyphens and underscores, "
				+ "and begin with a letter or a digit");
		return new Target(name, parse(url), List.of());
	}

	/**
	 * Create a target that is named after its host.
	 * @param url the URL
	 * @return the target, not probed yet
	 * @throws IllegalArgumentException if the URL cannot be used; the message says why
	 */
	static Target of(@Nullable String url) {
		return of(parse(url).getHost(), url);
	}

	/**
	 * Return the newest probe.
	 * @return the newest probe, {@code null} before the first
	 */
	@Nullable Probe last() {
		return this.probes.isEmpty() ? null : this.probes.get(this.probes.size() - 1);
	}

	/**
	 * Return this target with one more probe, without those that are too old to be kept.
	 * @param probe the probe
	 * @return the target with the probe
	 */
	Target with(Probe probe) {
		List<Probe> last = new ArrayList<>(this.probes);
		last.add(probe);
		return new Target(this.name, this.url, last.subList(Math.max(0, last.size() - MAX_PROBES), last.size()));
	}

	private static URI parse(@Nullable String url) {
		check(url != null && !url.isBlank(), "url is missing");
		check(url.length() <= MAX_URL_LENGTH, "url is longer than %d characters".formatted(MAX_URL_LENGTH));
		URI uri = toUri(url);
		check(uri.isAbsolute(), "url is not absolute: it must begin with http:// or https://");
		check(SCHEMES.contains(uri.getScheme().toLowerCase(Locale.ROOT)), "url must begin with http:// or https://");
		check(uri.getHost() != null, "url has no valid host");
		check(uri.getUserInfo() == null, "url must not contain a user name or a password");
		check(uri.getPort() <= 65535, "url has a port above 65535");
		return uri;
	}

	private static URI toUri(String url) {
		try {
			return new URI(url);
		}
		catch (URISyntaxException ex) {
			throw new IllegalArgumentException("url is not a URL: " + ex.getReason(), ex);
		}
	}

	private static void check(boolean valid, String problem) {
		if (!valid) {
			throw new IllegalArgumentException(problem);
		}
	}

}
