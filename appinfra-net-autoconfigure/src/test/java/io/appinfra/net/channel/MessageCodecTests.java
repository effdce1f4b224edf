package io.appinfra.net.channel;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.logging.LogLevel;

import io.appinfra.net.remote.lifecycle.Heartbeat;
import io.appinfra.net.remote.lifecycle.JvmDefaults;
import io.appinfra.net.remote.lifecycle.JvmReport;
import io.appinfra.net.remote.lifecycle.Stop;
import io.appinfra.net.remote.lifecycle.WorkerConfiguration;
import io.appinfra.net.remote.lifecycle.WorkerConfiguration.Application;
import io.appinfra.net.remote.lifecycle.WorkerConfiguration.MainMethod;
import io.appinfra.net.remote.lifecycle.WorkerConfiguration.Properties;
import io.appinfra.net.remote.lifecycle.WorkerConfiguration.Settings;
import io.appinfra.net.remote.log.LogMessage;
import io.appinfra.net.remote.log.LoggerLevel;
import io.appinfra.net.remote.state.StateFailure;
import io.appinfra.net.remote.ticker.TickerCommand;
import io.appinfra.net.ticker.DurationSummary;
import io.appinfra.net.ticker.RunIn;
import io.appinfra.net.ticker.TickBatch;
import io.appinfra.net.ticker.TickMode;
import io.appinfra.net.ticker.TickRecord;
import io.appinfra.net.ticker.TickerState;
import io.appinfra.net.ticker.TickerStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link MessageCodec}.
 */
class MessageCodecTests {

	@ParameterizedTest
	@MethodSource
	void readWhenWrittenReturnsEqualMessage(Object message) throws ProtocolException {
		assertThat(MessageCodec.read(MessageCodec.write(message), message.getClass())).isEqualTo(message);
	}

	static Stream<Object> readWhenWrittenReturnsEqualMessage() {
		LogMessage.Thrown cause = new LogMessage.Thrown("Cause", null,
				List.of(new LogMessage.Call("Type", "method", null, -1)), null, List.of());
		LogMessage.Thrown thrown = new LogMessage.Thrown("Thrown", "m", List.of(), cause, List.of(cause));
		return Stream.of("text", "", new Hello(Hello.PROTOCOL, "token", Hello.Purpose.STATE),
				new Heartbeat(Long.MIN_VALUE), new Stop(3), new JvmReport(1, -1, 3, 4, 5, Long.MAX_VALUE),
				new StateFailure(StateFailure.Kind.LIMIT, null), new LoggerLevel("a.b", LogLevel.OFF),
				new TickerCommand("a", TickerCommand.Action.SET_INTERVAL, Duration.ofNanos(Long.MAX_VALUE),
						List.of("00-a-b-01")),
				new LogMessage(Instant.MAX, LogMessage.Level.WARN, new LogMessage.OwnLevel("NOTICE", 350), "logger",
						"thread", "ä\n\u0000😀", Map.of("k", "v"),
						List.of(new LogMessage.Mark("a", List.of(new LogMessage.Mark("b", List.of())))),
						List.of(new LogMessage.Pair("number", 1), new LogMessage.Pair("list", List.of(0.5, true, "c")),
								new LogMessage.Pair("nothing", null)),
						thrown),
				configuration(), status(), ticks());
	}

	private static WorkerConfiguration configuration() {
		Map<String, Object> values = new LinkedHashMap<>();
		values.put("text", "${placeholder}");
		values.put("integer", -1);
		values.put("long", Long.MAX_VALUE);
		values.put("double", 0.1);
		values.put("boolean", true);
		values.put("list", List.of("a", 1, List.of()));
		values.put("map", Map.of("a", Map.of("b", 1)));
		values.put("typed", new TypedText("type", "text"));
		Settings settings = new Settings("a.B", true, false, null, "prefix");
		Application application = new Application(List.of("a.B"), List.of("--x=y", ""), settings,
				List.of(new Properties("source", values), new Properties("empty", Map.of())), List.of(),
				List.of("default"));
		return new WorkerConfiguration("default", new MainMethod("a.B", List.of("", "x y")), List.of(application),
				Map.of("k", "v"), Map.of("different", 1), new JvmDefaults("Asia/Tokyo", "de-DE", "en", "ja"), 1000,
				6000);
	}

	private static TickerStatus status() {
		TickRecord last = new TickRecord(7, Instant.EPOCH, Instant.parse("2030-01-01T00:00:00.123456789Z"), 0.25, -0.0,
				TickRecord.Outcome.LOST, "gone");
		return new TickerStatus("ticker", TickMode.CRON, null, "* * * * * *", RunIn.WORKER, "default",
				TickerState.PAUSED, true, 7, 7, 1, 1, 0, null, last, null);
	}

	private static TickBatch ticks() {
		DurationSummary durations = new DurationSummary(Long.MAX_VALUE, List.of(new DurationSummary.Group(1, 2)));
		return new TickBatch("ticker", List.of(new TickBatch.OfOutcome(TickRecord.Outcome.FAILURE, durations)),
				DurationSummary.NONE, 3);
	}

	@Test
	void writeWhenValueIsOfAnotherTypeThrows() {
		Properties properties = new Properties("source", Map.of("key", new StringBuilder()));
		assertThatIllegalArgumentException().isThrownBy(() -> MessageCodec.write(properties))
			.withMessageContaining("StringBuilder");
	}

	@Test
	void readWhenComponentIsRefusedByConstructorThrows() {
		byte[] body = MessageCodec.write(new Loose(-1));
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> MessageCodec.read(body, Strict.class))
			.withStackTraceContaining("negative");
	}

	@Test
	void readWhenBodyIsCutThrows() {
		byte[] body = MessageCodec.write(status());
		for (int length = 0; length < body.length; length++) {
			byte[] cut = Arrays.copyOf(body, length);
			assertThatExceptionOfType(ProtocolException.class)
				.isThrownBy(() -> MessageCodec.read(cut, TickerStatus.class))
				.withMessage("No valid TickerStatus");
		}
	}

	@Test
	void readWhenBodyIsTooLongThrows() {
		byte[] body = new BodyWriter().putRaw(MessageCodec.write(new Stop(1))).put(0).toBody();
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> MessageCodec.read(body, Stop.class));
	}

	@Test
	void writeAndReadWhenNestedTooDeeplyThrow() {
		Chain chain = null;
		for (int i = 0; i < 400; i++) {
			chain = new Chain(chain);
		}
		Chain longest = chain;
		assertThat(MessageCodec.write(longest)).hasSize(401);
		assertThatIllegalArgumentException().isThrownBy(() -> MessageCodec.write(longer(longest)));
		BodyWriter endless = new BodyWriter();
		for (int i = 0; i < 1_000_000; i++) {
			endless.put(1);
		}
		assertThatExceptionOfType(ProtocolException.class)
			.isThrownBy(() -> MessageCodec.read(endless.put(0).toBody(), Chain.class));
	}

	private static Chain longer(Chain chain) {
		Chain longer = chain;
		for (int i = 0; i < 200; i++) {
			longer = new Chain(longer);
		}
		return longer;
	}

	public record Chain(@Nullable Chain next) {
	}

	public record Loose(int number) {
	}

	public record Strict(int number) {

		public Strict {
			if (number < 0) {
				throw new IllegalStateException("negative");
			}
		}

	}

}
