package io.appinfra.net.http.servlet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.util.LinkedMultiValueMap;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JsonEntities}.
 */
class JsonEntitiesTests {

	private final JsonEntities entities = new JsonEntities(converters());

	private static List<HttpMessageConverter<?>> converters() {
		List<HttpMessageConverter<?>> converters = new ArrayList<>();
		HttpMessageConverters.forServer().registerDefaults().build().forEach(converters::add);
		return converters;
	}

	@Test
	void getWhenObjectOrCollectionIsTrue() {
		assertThat(List.of(new Quote("a"), Map.of("a", 1), List.of(1), 1)).allMatch(this::isJson);
	}

	@Test
	void getWhenAnotherConverterComesFirstIsFalse() {
		assertThat(List.of("text", new byte[1], new ByteArrayResource(new byte[1]), new LinkedMultiValueMap<>()))
			.noneMatch(this::isJson);
	}

	@Test
	void getWhenThereIsNoConverterIsFalse() {
		assertThat(new JsonEntities(List.of()).get(Quote.class)).isFalse();
	}

	private boolean isJson(Object entity) {
		return this.entities.get(entity.getClass());
	}

	record Quote(String symbol) {

	}

}
