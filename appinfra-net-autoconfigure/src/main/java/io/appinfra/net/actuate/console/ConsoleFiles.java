package io.appinfra.net.actuate.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.DigestUtils;
import org.springframework.web.util.HtmlUtils;

/**
 * The files of the page: these and no others.
 */
final class ConsoleFiles {

	private static final MediaType SCRIPT = new MediaType("text", "javascript", StandardCharsets.UTF_8);

	private static final MediaType STYLE = new MediaType("text", "css", StandardCharsets.UTF_8);

	private static final MediaType HTML = new MediaType("text", "html", StandardCharsets.UTF_8);

	private static final MediaType TEXT = new MediaType("text", "plain", StandardCharsets.UTF_8);

	private static final Map<String, MediaType> TYPES = Map.of("console.js", SCRIPT, "chart.js", SCRIPT, "uplot.js",
			SCRIPT, "console.css", STYLE, "uplot.css", STYLE, "icon.svg", MediaType.valueOf("image/svg+xml"),
			"uplot-license.txt", TEXT);

	private final String page = new String(read("console.html"), StandardCharsets.UTF_8);

	/**
	 * Return the page.
	 * @param path the path of the request, to whose last segment the page's addresses are
	 * relative
	 * @return the page
	 */
	ResponseEntity<byte[]> page(String path) {
		String segment = HtmlUtils.htmlEscape(path.substring(path.lastIndexOf('/') + 1));
		return answer(this.page.replace("{console}", "./" + segment).getBytes(StandardCharsets.UTF_8), HTML);
	}

	@Nullable ResponseEntity<byte[]> file(String name) {
		MediaType type = TYPES.get(name);
		return (type != null) ? answer(read(name), type) : null;
	}

	private static ResponseEntity<byte[]> answer(byte[] content, MediaType type) {
		HttpHeaders headers = new HttpHeaders();
		ConsoleHeaders.add(headers);
		headers.setContentType(type);
		headers.setCacheControl(CacheControl.noCache());
		headers.setETag("\"" + DigestUtils.md5DigestAsHex(content) + "\"");
		return ResponseEntity.ok().headers(headers).body(content);
	}

	private static byte[] read(String name) {
		try (InputStream content = new ClassPathResource(name, ConsoleFiles.class).getInputStream()) {
			return content.readAllBytes();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
