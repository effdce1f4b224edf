package io.appinfra.net.state.json;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.EnumNamingStrategies;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.annotation.EnumNaming;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.deser.bean.BeanDeserializer;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.BeanPropertyWriter;
import tools.jackson.databind.ser.ValueSerializerModifier;
import tools.jackson.databind.ser.std.ToStringSerializer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FaithfulTypes}.
 */
class FaithfulTypesTests {

	@ParameterizedTest
	@ValueSource(classes = { String.class, Boolean.class, Byte.class, Short.class, Integer.class, Long.class,
			Float.class, Double.class, Instant.class, Duration.class, LocalDate.class, LocalDateTime.class, UUID.class,
			Side.class, Price.class, Numbers.class })
	void containWhenSimpleOrRecordOfSimpleIsTrue(Class<?> type) {
		assertThat(contain(type)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(classes = { Object.class, BigDecimal.class, YearMonth.class, List.class, Lists.class, Nested.class,
			Cyclic.class, Exact.class, Generic.class, Computed.class, Implementing.class, Ignoring.class,
			Formatting.class, Parameter.class, Including.class, Renaming.class, NamedSide.class, Sided.class,
			Bean.class })
	void containWhenNotKnownIsFalse(Class<?> type) {
		assertThat(contain(type)).isFalse();
	}

	@Test
	void containWhenTypeIsNoClassIsFalse() throws Exception {
		Type type = Lists.class.getRecordComponents()[0].getGenericType();
		assertThat(new FaithfulTypes(new JsonMapper()).contain(type)).isFalse();
	}

	@Test
	void containWhenSettingFailsToReadIsFalse() {
		assertThat(contain(Price.class, DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)).isFalse();
		assertThat(containWith(Price.class,
				(mapper) -> mapper.changeDefaultNullHandling((nulls) -> JsonSetter.Value.forValueNulls(Nulls.FAIL))))
			.isFalse();
		assertThat(containWith(Numbers.class, (mapper) -> mapper.disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)))
			.isFalse();
		assertThat(containWith(Price.class, (mapper) -> mapper.enable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
			.enable(DateTimeFeature.TRUNCATE_TO_MSECS_ON_READ))).isFalse();
	}

	@Test
	void containWhenMapperHasShortLimitIsFalse() {
		StreamReadConstraints limits = StreamReadConstraints.builder().maxStringLength(1000).build();
		JsonMapper mapper = JsonMapper.builder(JsonFactory.builder().streamReadConstraints(limits).build()).build();
		assertThat(new FaithfulTypes(mapper).contain(Price.class)).isFalse();
		assertThat(new FaithfulTypes(mapper).contain(Numbers.class)).isTrue();
	}

	@Test
	void containWhenTypeIsChangedIsFalse() {
		assertThat(containWith(Price.class, (mapper) -> mapper.addMixIn(Price.class, Including.class))).isFalse();
		assertThat(containWith(Price.class, (mapper) -> mapper.withConfigOverride(Price.class,
				(override) -> override.setInclude(JsonInclude.Value.ALL_NON_EMPTY))))
			.isFalse();
		assertThat(
				containWith(Price.class,
						(mapper) -> mapper.withConfigOverride(String.class,
								(override) -> override.setNullHandling(JsonSetter.Value.forValueNulls(Nulls.FAIL)))))
			.isFalse();
	}

	@Test
	void containWhenApplicationReadsTypeItselfIsFalse() {
		SimpleModule module = new SimpleModule().addDeserializer(String.class, new Picky());
		assertThat(containWith(Price.class, (mapper) -> mapper.addModule(module))).isFalse();
		assertThat(containWith(String.class, (mapper) -> mapper.addModule(module))).isFalse();
		assertThat(containWith(Numbers.class, (mapper) -> mapper.addModule(module))).isTrue();
	}

	@Test
	void containWhenApplicationWritesTypeItselfIsFalse() {
		SimpleModule record = new SimpleModule().addSerializer(Price.class, new ToStringSerializer(Price.class));
		assertThat(containWith(Price.class, (mapper) -> mapper.addModule(record))).isFalse();
		SimpleModule properties = new SimpleModule().setSerializerModifier(new Masking());
		assertThat(containWith(Price.class, (mapper) -> mapper.addModule(properties))).isFalse();
	}

	@Test
	void containWhenApplicationChangesReadingIsFalse() {
		SimpleModule module = new SimpleModule().setDeserializerModifier(new Own());
		assertThat(containWith(Price.class, (mapper) -> mapper.addModule(module))).isFalse();
		assertThat(containWith(Long.class, (mapper) -> mapper.addModule(module))).isTrue();
	}

	private static boolean contain(Class<?> type, DeserializationFeature... features) {
		return containWith(type, (mapper) -> mapper.enable(features));
	}

	private static boolean containWith(Class<?> type, Consumer<JsonMapper.Builder> settings) {
		JsonMapper.Builder mapper = JsonMapper.builder();
		settings.accept(mapper);
		return new FaithfulTypes(mapper.build()).contain(type);
	}

	enum Side {

		BUY, SELL {
			@Override
			public String toString() {
				return "sell";
			}
		}

	}

	@EnumNaming(EnumNamingStrategies.LowerCaseStrategy.class)
	enum NamedSide {

		@JsonProperty("b")
		BUY

	}

	record Price(String symbol, @Nullable Side side, double bid, Long volume, Instant at) {

	}

	record Numbers(byte a, short b, int c, long d, float e, double f, boolean g) {

	}

	record Lists(List<String> list) {

	}

	record Nested(Price price) {

	}

	record Cyclic(Cyclic other) {

	}

	record Exact(BigDecimal value) {

	}

	record Generic<T>(T value) {

	}

	record Computed(int value) {

		public int getDouble() {
			return 2 * this.value;
		}

	}

	record Implementing(int value) implements OmitsZero {

	}

	@JsonInclude(JsonInclude.Include.NON_DEFAULT)
	interface OmitsZero {

	}

	record Parameter(int value) {

		Parameter(@JsonFormat(shape = JsonFormat.Shape.STRING) int value) {
			this.value = value;
		}

	}

	record Ignoring(@JsonIgnore String symbol, int value) {

	}

	record Formatting(@JsonFormat(shape = JsonFormat.Shape.STRING) int value) {

	}

	@JsonInclude(JsonInclude.Include.NON_DEFAULT)
	record Including(int value) {

	}

	record Renaming(@JsonProperty("b") int a, @JsonProperty("a") int b) {

	}

	record Sided(NamedSide side) {

	}

	static class Bean {

		private String name;

		public String getName() {
			return this.name;
		}

		public void setName(String name) {
			this.name = name;
		}

	}

	static class Picky extends StdDeserializer<String> {

		Picky() {
			super(String.class);
		}

		@Override
		public String deserialize(JsonParser parser, DeserializationContext context) {
			return parser.getString();
		}

	}

	@SuppressWarnings("serial")
	static class Masking extends ValueSerializerModifier {

		@Override
		public List<BeanPropertyWriter> changeProperties(SerializationConfig config, BeanDescription.Supplier type,
				List<BeanPropertyWriter> properties) {
			return properties.stream().<BeanPropertyWriter>map(Masked::new).toList();
		}

	}

	@SuppressWarnings("serial")
	static class Masked extends BeanPropertyWriter {

		Masked(BeanPropertyWriter writer) {
			super(writer);
		}

	}

	@SuppressWarnings("serial")
	static class Own extends ValueDeserializerModifier {

		@Override
		public ValueDeserializer<?> modifyDeserializer(DeserializationConfig config, BeanDescription.Supplier type,
				ValueDeserializer<?> deserializer) {
			return (type.getBeanClass() == Price.class) ? new OwnBean((BeanDeserializer) deserializer) : deserializer;
		}

	}

	static class OwnBean extends BeanDeserializer {

		OwnBean(BeanDeserializer deserializer) {
			super(deserializer);
		}

	}

}
