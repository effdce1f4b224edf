package io.appinfra.net.state.json;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Executable;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.deser.bean.BeanDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.ser.BeanPropertyWriter;
import tools.jackson.databind.ser.PropertyWriter;
import tools.jackson.databind.ser.bean.BeanSerializerBase;

import org.springframework.util.ClassUtils;

/**
 * Knows the types whose values a mapper reads back as they were written, whatever they
 * are: simple types, and records of such. What is not known to be such a type is not one.
 * <p>
 * Jackson's own code must write and read the type, without a word on it by an annotation,
 * a mix-in or an override. What the mapper's settings make of its simple types is tried
 * with their extreme values.
 */
final class FaithfulTypes {

	private final JsonMapper mapper;

	FaithfulTypes(JsonMapper mapper) {
		this.mapper = mapper;
	}

	boolean contain(Type type) {
		if (!(type instanceof Class<?> candidate) || isChanged(candidate)) {
			return false;
		}
		return candidate.isRecord() ? isFaithfulRecord(candidate) : isFaithfulSimple(candidate);
	}

	private boolean isChanged(Class<?> type) {
		return isChanged(type, this.mapper.serializationConfig())
				|| isChanged(type, this.mapper.deserializationConfig());
	}

	private static boolean isChanged(Class<?> type, MapperConfig<?> config) {
		return config.findMixInClassFor(type) != null || config.findConfigOverride(type) != null;
	}

	private boolean isFaithfulSimple(Class<?> type) {
		Class<?> boxed = ClassUtils.resolvePrimitiveIfNecessary(type);
		List<?> extremes = SimpleTypes.extremes(boxed);
		JavaType java = this.mapper.constructType(type);
		return !extremes.isEmpty() && !(type.isEnum() && isAnnotated(type)) && isJacksons(serializer(java))
				&& isJacksons(deserializer(java)) && areReadBack(extremes, boxed);
	}

	private boolean areReadBack(List<?> extremes, Class<?> boxed) {
		JavaType type = this.mapper.getTypeFactory().constructParametricType(Component.class, boxed);
		return isReadBack(new Component<>(null), type)
				&& extremes.stream().allMatch((value) -> isReadBack(new Component<>(value), type));
	}

	private boolean isFaithfulRecord(Class<?> type) {
		RecordComponent[] components = type.getRecordComponents();
		return type.getInterfaces().length == 0 && !isAnnotated(type)
				&& isWrittenAndRead(this.mapper.constructType(type), components.length)
				&& Arrays.stream(components).map(RecordComponent::getType).distinct().allMatch(this::isFaithfulSimple);
	}

	private boolean isWrittenAndRead(JavaType type, int components) {
		return deserializer(type).getClass() == BeanDeserializer.class
				&& serializer(type) instanceof BeanSerializerBase written && written.propertyCount() == components
				&& hasPlainProperties(written);
	}

	private static boolean hasPlainProperties(BeanSerializerBase serializer) {
		Iterable<PropertyWriter> properties = serializer::properties;
		for (PropertyWriter property : properties) {
			if (property.getClass() != BeanPropertyWriter.class) {
				return false;
			}
		}
		return true;
	}

	private static boolean isAnnotated(Class<?> type) {
		Stream<? extends AnnotatedElement> members = Stream
			.of(type.getRecordComponents(), type.getDeclaredFields(), type.getDeclaredMethods(),
					type.getDeclaredConstructors())
			.filter((elements) -> elements != null)
			.flatMap(Arrays::stream);
		return Stream.concat(Stream.of(type), members).anyMatch(FaithfulTypes::hasAnnotation);
	}

	private static boolean hasAnnotation(AnnotatedElement element) {
		return element.getAnnotations().length > 0 || element instanceof Executable executable
				&& Arrays.stream(executable.getParameters()).anyMatch(FaithfulTypes::hasAnnotation);
	}

	private Object serializer(JavaType type) {
		return this.mapper._serializationContext().findValueSerializer(type);
	}

	private Object deserializer(JavaType type) {
		return this.mapper._deserializationContext().findRootValueDeserializer(type);
	}

	private static boolean isJacksons(Object handler) {
		return handler.getClass().getPackageName().startsWith("tools.jackson.databind");
	}

	private boolean isReadBack(Object value, JavaType type) {
		try {
			byte[] json = this.mapper.writerFor(type).writeValueAsBytes(value);
			return value.equals(this.mapper.readerFor(type).readValue(json));
		}
		catch (JacksonException ex) {
			return false;
		}
	}

	/**
	 * A simple value inside a record, where it can be {@code null} too.
	 *
	 * @param <T> the type of the value
	 * @param value the value
	 */
	private record Component<T>(@Nullable T value) {

	}

}
