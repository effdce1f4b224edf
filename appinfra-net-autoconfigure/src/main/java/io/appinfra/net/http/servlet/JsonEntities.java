package io.appinfra.net.http.servlet;

import java.util.List;

import org.springframework.core.ResolvableType;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractJacksonHttpMessageConverter;
import org.springframework.http.converter.GenericHttpMessageConverter;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.SmartHttpMessageConverter;

/**
 * Knows the classes of entities that are written as JSON when their answer names no
 * content type. An {@link org.springframework.web.servlet.function.EntityResponse} that
 * has none finds out with the help of two exceptions, which cost more than the rest of
 * the answer.
 */
final class JsonEntities extends ClassValue<Boolean> {

	private final List<HttpMessageConverter<?>> converters;

	JsonEntities(List<HttpMessageConverter<?>> converters) {
		this.converters = converters;
	}

	@Override
	protected Boolean computeValue(Class<?> type) {
		return this.converters.stream()
			.filter((converter) -> canWrite(converter, type))
			.findFirst()
			.filter((converter) -> isJson(converter, type))
			.isPresent();
	}

	private static boolean canWrite(HttpMessageConverter<?> converter, Class<?> type) {
		if (converter instanceof GenericHttpMessageConverter<?> generic) {
			return generic.canWrite(type, type, null);
		}
		if (converter instanceof SmartHttpMessageConverter<?> smart) {
			return smart.canWrite(ResolvableType.forClass(type), type, null);
		}
		return converter.canWrite(type, null);
	}

	private static boolean isJson(HttpMessageConverter<?> converter, Class<?> type) {
		return converter instanceof AbstractJacksonHttpMessageConverter<?>
				&& MediaType.APPLICATION_JSON.equals(converter.getSupportedMediaTypes(type).get(0));
	}

}
