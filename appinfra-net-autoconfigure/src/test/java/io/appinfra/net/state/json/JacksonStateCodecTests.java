package io.appinfra.net.state.json;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.text.SimpleDateFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link JacksonStateCodec}.
 */
class JacksonStateCodecTests {

	private final JacksonStateCodec codec = new JacksonStateCodec(JsonMapper::new);

	@Test
	void decodeReturnsEqualValue() {
		assertSameAfterwards("text", String.class);
		assertSameAfterwards("a\ud800b\udc00", String.class);
		assertSameAfterwards(Double.NaN, Double.class);
		assertSameAfterwards(new BigDecimal("1.10"), BigDecimal.class);
		assertSameAfterwards(Instant.parse("2026-01-02T03:04:05.123456789Z"), Instant.class);
		assertSameAfterwards(Duration.ofNanos(1_500_000_001), Duration.class);
		assertSameAfterwards(LocalDate.of(2026, 1, 2), LocalDate.class);
		assertSameAfterwards(OffsetDateTime.parse("2026-01-02T03:04:05+02:00"), OffsetDateTime.class);
		assertSameAfterwards(ZonedDateTime.parse("2026-01-02T03:04:05+01:00[Europe/Berlin]"), ZonedDateTime.class);
		assertSameAfterwards(new Price("A", null, Map.of()), Price.class);
	}

	@Test
	void decodeWhenApplicationFormatsDatesAndEnumsReturnsEqualValue() {
		JacksonStateCodec codec = new JacksonStateCodec(() -> JsonMapper.builder()
			.defaultDateFormat(new SimpleDateFormat("yyyy-MM-dd"))
			.defaultTimeZone(TimeZone.getTimeZone("America/New_York"))
			.enable(SerializationFeature.WRITE_SINGLE_ELEM_ARRAYS_UNWRAPPED)
			.disable(SerializationFeature.WRITE_EMPTY_JSON_ARRAYS)
			.enable(DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
			.disable(DateTimeFeature.WRITE_DATE_TIMESTAMPS_AS_NANOSECONDS)
			.enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE, EnumFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
			.enable(DeserializationFeature.ACCEPT_EMPTY_STRING_AS_NULL_OBJECT,
					DeserializationFeature.ACCEPT_EMPTY_ARRAY_AS_NULL_OBJECT)
			.disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
			.build());
		Formatted value = new Formatted(new Date(1_700_000_012_345L), Duration.ofNanos(1_500_000_001), TimeUnit.DAYS,
				List.of("one"), List.of(), Double.NaN, Map.of(TimeUnit.HOURS, ""));
		assertThat(codec.decode(codec.encode(value, Formatted.class), Formatted.class)).isEqualTo(value);
	}

	private record Formatted(Date date, Duration duration, TimeUnit unit, List<String> single, List<String> none,
			double number, Map<TimeUnit, String> keys) {

	}

	@Test
	void decodeWhenTypeIsGenericReturnsEqualValue() {
		Price price = new Price("A", Instant.EPOCH, nulls());
		assertSameAfterwards(List.of(price), new ParameterizedTypeReference<List<Price>>() {
		}.getType());
		assertSameAfterwards(Map.of("a", price), new ParameterizedTypeReference<Map<String, Price>>() {
		}.getType());
		assertSameAfterwards(Arrays.asList("a", null), new ParameterizedTypeReference<List<String>>() {
		}.getType());
	}

	@Test
	void decodeWhenTypeIsPolymorphicReturnsEqualValue() {
		assertSameAfterwards(new Circle(2), Shape.class);
		assertSameAfterwards(List.of(new Circle(2)), new ParameterizedTypeReference<List<Shape>>() {
		}.getType());
	}

	@Test
	void decodeWhenApplicationChangesMapperReturnsEqualValue() {
		JacksonStateCodec codec = new JacksonStateCodec(() -> JsonMapper.builder()
			.changeDefaultPropertyInclusion((inclusion) -> JsonInclude.Value.construct(JsonInclude.Include.NON_NULL,
					JsonInclude.Include.NON_NULL))
			.enable(SerializationFeature.WRAP_ROOT_VALUE)
			.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
			.enable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS, DateTimeFeature.TRUNCATE_TO_MSECS_ON_WRITE)
			.build());
		assertSameAfterwards(codec, new Price("A", Instant.ofEpochSecond(1, 1), nulls()), Price.class);
		assertSameAfterwards(codec, new Computed(1), Computed.class);
		assertSameAfterwards(codec, ZonedDateTime.parse("2026-01-02T03:04:05+01:00[Europe/Berlin]"),
				ZonedDateTime.class);
	}

	@Test
	void encodeWritesAsApplicationsMapperDoes() {
		JacksonStateCodec codec = new JacksonStateCodec(
				() -> JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.UPPER_SNAKE_CASE).build());
		assertThat(codec.encode(new Computed(1), Computed.class)).asString(StandardCharsets.UTF_8)
			.contains("\"VALUE\":1");
	}

	@Test
	void readBackWhenTypeIsFaithfulReadsFirstValueOnly() {
		Plain first = new Plain("A", 1);
		assertThat(readBack(first, Plain.class)).isEqualTo(first).isNotSameAs(first);
		Plain second = new Plain("B", 2);
		assertThat(readBack(second, Plain.class)).isSameAs(second);
		Plain big = new Plain("x".repeat(SimpleTypes.MAX_LENGTH), 3);
		assertThat(readBack(big, Plain.class)).isEqualTo(big).isNotSameAs(big);
	}

	@Test
	void readBackWhenTypeIsNotFaithfulReadsEachValue() {
		for (int i = 0; i < 3; i++) {
			Price price = new Price("A", null, Map.of());
			assertThat(readBack(price, Price.class)).isEqualTo(price).isNotSameAs(price);
		}
	}

	@Test
	void readBackWhenFirstValueIsReadAsAnotherReadsEachValue() {
		assertThat(readBack(new Lower("A"), Lower.class)).isEqualTo(new Lower("a"));
		assertThat(readBack(new Lower("B"), Lower.class)).isEqualTo(new Lower("b"));
	}

	@Test
	void readBackWhenJsonCannotBeReadThrows() {
		Plain value = new Plain("A", 1);
		byte[] wrong = "{".getBytes(StandardCharsets.UTF_8);
		assertThatIllegalArgumentException().isThrownBy(() -> this.codec.readBack(value, wrong, Plain.class));
	}

	private Object readBack(Object value, Type type) {
		return this.codec.readBack(value, this.codec.encode(value, type), type);
	}

	@Test
	void encodeWhenValueIsNotOfTypeThrows() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.codec.encode("text", Price.class));
	}

	@Test
	void decodeWhenJsonIsWrongThrows() {
		assertThatIllegalArgumentException().isThrownBy(() -> decode("{", Price.class))
			.withMessageStartingWith("JSON cannot be read: ");
		assertThatIllegalArgumentException().isThrownBy(() -> decode("{\"at\":\"noon\"}", Price.class))
			.withMessageContaining("(at io.appinfra")
			.withMessageContaining("Price[\"at\"])");
		assertThatIllegalArgumentException().isThrownBy(() -> decode("{}x", Price.class));
		assertThatIllegalArgumentException().isThrownBy(() -> decode("\"text\"", Price.class));
		assertThatIllegalArgumentException().isThrownBy(() -> decode("null", Price.class))
			.withMessage("The JSON is null");
	}

	private Object decode(String json, Type type) {
		return this.codec.decode(json.getBytes(StandardCharsets.UTF_8), type);
	}

	private void assertSameAfterwards(Object value, Type type) {
		assertSameAfterwards(this.codec, value, type);
	}

	private static void assertSameAfterwards(JacksonStateCodec codec, Object value, Type type) {
		assertThat(codec.decode(codec.encode(value, type), type)).isEqualTo(value);
	}

	private static Map<String, @Nullable Integer> nulls() {
		Map<String, @Nullable Integer> nulls = new HashMap<>();
		nulls.put("one", 1);
		nulls.put("none", null);
		return nulls;
	}

	record Price(String symbol, @Nullable Instant at, Map<String, @Nullable Integer> sizes) {

	}

	record Plain(String symbol, int value) {

	}

	record Lower(String symbol) {

		public String symbol() {
			return this.symbol.toLowerCase(Locale.ROOT);
		}

	}

	record Computed(int value) {

		public int getDouble() {
			return this.value * 2;
		}

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
	@JsonSubTypes(@JsonSubTypes.Type(value = Circle.class, name = "circle"))
	sealed interface Shape permits Circle {

	}

	record Circle(int radius) implements Shape {

	}

}
