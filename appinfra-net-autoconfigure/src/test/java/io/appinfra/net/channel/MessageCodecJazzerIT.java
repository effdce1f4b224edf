package io.appinfra.net.channel;

import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.appinfra.net.remote.lifecycle.Heartbeat;
import io.appinfra.net.remote.lifecycle.Stop;
import io.appinfra.net.remote.lifecycle.WorkerConfiguration;
import io.appinfra.net.remote.log.LogMessage;
import io.appinfra.net.remote.log.LoggerLevel;
import io.appinfra.net.remote.state.StateFailure;
import io.appinfra.net.remote.ticker.Begin;
import io.appinfra.net.remote.ticker.TickerCommand;
import io.appinfra.net.ticker.TickRecord;
import io.appinfra.net.ticker.TickerStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Fuzzes {@link MessageCodec} with any body as each message there is.
 */
class MessageCodecJazzerIT {

	private static final List<Class<?>> TYPES = List.of(String.class, Hello.class, WorkerConfiguration.class,
			Begin.class, Heartbeat.class, TickerStatus.class, TickRecord.class, TickerCommand.class, LogMessage.class,
			LoggerLevel.class, StateFailure.class, Stop.class);

	@FuzzTest(maxDuration = "6s")
	void readOfAnyBodyThrowsOrReturnsWhatCanBeWritten(byte[] body) throws ProtocolException {
		for (Class<?> type : TYPES) {
			Object message = readOrNull(body, type);
			if (message != null) {
				assertThat(MessageCodec.read(MessageCodec.write(message), type)).isEqualTo(message);
			}
		}
	}

	private static Object readOrNull(byte[] body, Class<?> type) {
		try {
			return MessageCodec.read(body, type);
		}
		catch (ProtocolException ex) {
			return null;
		}
	}

}
