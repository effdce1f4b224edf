package io.appinfra.net.state.redis;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisReadOnlyException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.mockito.BDDMockito.BDDMyOngoingStubbing;
import org.mockito.stubbing.Answer;

import io.appinfra.net.StateUnavailableException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

/**
 * Tests for {@link RedisLink}.
 */
class RedisLinkTests {

	private static final RedisException REJECTED = new RedisException(
			"Currently not connected. Commands are rejected.");

	private static final RedisException READ_ONLY = new RedisReadOnlyException(
			"READONLY You can't write against a read only replica.");

	private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();

	private final StatefulRedisConnection<byte[], byte[]> broken = connection(
			(call) -> future((future) -> future.willThrow(new ExecutionException(REJECTED))));

	private final StatefulRedisConnection<byte[], byte[]> sound = connection(
			(call) -> future((future) -> future.willReturn(new byte[] { 1 })));

	@AfterEach
	void shutDown() {
		this.executor.shutdownNow();
	}

	@Test
	void connectionThatIsLostIsReplacedAlthoughNobodyAsks() {
		RedisLink link = link(Duration.ofHours(1), this.broken, CompletableFuture.failedFuture(REJECTED), this.sound);
		lose(this.broken);
		Awaitility.await().untilAsserted(() -> then(this.broken).should().closeAsync());
		assertThat(get(link)).isEqualTo(new byte[] { 1 });
	}

	@Test
	void connectionThatReplacedAnotherIsReplacedWhenItIsLostToo() {
		StatefulRedisConnection<byte[], byte[]> second = connection((call) -> {
			throw REJECTED;
		});
		RedisLink link = link(Duration.ofHours(1), this.broken, second, this.sound);
		lose(this.broken);
		lose(second);
		assertThat(get(link)).isEqualTo(new byte[] { 1 });
	}

	@Test
	void connectionThatComesAfterTheEndIsClosed() {
		CompletableFuture<Object> late = new CompletableFuture<>();
		RedisLink link = link(Duration.ofHours(1), this.broken, late);
		lose(this.broken);
		link.close();
		late.complete(this.sound);
		then(this.sound).should().closeAsync();
	}

	@Test
	void connectionThatIsLostBeforeItIsWatchedIsReplaced() {
		given(this.broken.isOpen()).willReturn(false);
		awaitAnswer(link(Duration.ofHours(1), this.broken, this.sound));
	}

	@Test
	void connectionThatRejectsForLongerThanTheTimeoutIsReplaced() {
		RedisLink link = link(Duration.ofMillis(20), this.broken, this.sound);
		awaitAnswer(link);
		Awaitility.await().untilAsserted(() -> then(this.broken).should().closeAsync());
	}

	@Test
	void connectionThatIsReplacedStaysOpenForTheAnswersThatItMayBring() {
		StatefulRedisConnection<byte[], byte[]> readOnly = connection(
				(call) -> future((future) -> future.willThrow(new ExecutionException(READ_ONLY))));
		awaitAnswer(link(Duration.ofHours(1), readOnly, this.sound));
		then(readOnly).should(never()).closeAsync();
	}

	@Test
	void connectionThatThrowsForLongerThanTheTimeoutIsReplaced() {
		StatefulRedisConnection<byte[], byte[]> throwing = connection((call) -> {
			throw REJECTED;
		});
		awaitAnswer(link(Duration.ofMillis(20), throwing, this.sound));
	}

	@Test
	void connectionWhenItCannotBeReplacedAtFirstIsReplacedLater() {
		awaitAnswer(link(Duration.ofMillis(20), this.broken, new IllegalStateException("thrown"),
				CompletableFuture.failedFuture(REJECTED), this.sound));
	}

	@Test
	void connectionThatRejectsForAMomentIsKept() {
		RedisLink link = link(Duration.ofHours(1), this.broken, this.sound);
		assertThatExceptionOfType(StateUnavailableException.class).isThrownBy(() -> get(link))
			.withMessageContaining("rejected");
		then(this.broken).should(never()).closeAsync();
	}

	private static void lose(StatefulRedisConnection<byte[], byte[]> connection) {
		ArgumentCaptor<RedisConnectionStateListener> listener = ArgumentCaptor
			.forClass(RedisConnectionStateListener.class);
		then(connection).should().addListener(listener.capture());
		given(connection.isOpen()).willReturn(false);
		listener.getValue().onRedisDisconnected(mock());
	}

	private static void awaitAnswer(RedisLink link) {
		Awaitility.await()
			.pollInterval(Duration.ofMillis(10))
			.ignoreException(StateUnavailableException.class)
			.untilAsserted(() -> assertThat(get(link)).isEqualTo(new byte[] { 1 }));
	}

	private static byte[] get(RedisLink link) {
		return link.call(false, (commands) -> commands.hget(new byte[0], new byte[0]));
	}

	/**
	 * Return a link.
	 * @param timeout the time for an answer
	 * @param attempts what comes of each attempt to connect: a connection, a future, or
	 * an exception that is thrown
	 * @return the link
	 */
	private RedisLink link(Duration timeout, Object... attempts) {
		Deque<Object> left = new ArrayDeque<>(List.of(attempts));
		RedisConnections connections = mock(RedisConnections.class);
		given(connections.connect()).willAnswer((call) -> attempt(left.pop()));
		given(connections.executor()).willReturn(this.executor);
		return new RedisLink(connections, "localhost", timeout);
	}

	private static CompletionStage<?> attempt(Object attempt) {
		if (attempt instanceof RuntimeException ex) {
			throw ex;
		}
		return (attempt instanceof CompletionStage<?> stage) ? stage : CompletableFuture.completedFuture(attempt);
	}

	@SuppressWarnings("unchecked")
	private static StatefulRedisConnection<byte[], byte[]> connection(Answer<?> answer) {
		StatefulRedisConnection<byte[], byte[]> connection = mock(StatefulRedisConnection.class);
		RedisAsyncCommands<byte[], byte[]> commands = mock(RedisAsyncCommands.class);
		given(connection.async()).willReturn(commands);
		given(connection.isOpen()).willReturn(true);
		given(commands.hget(any(), any())).willAnswer(answer);
		return connection;
	}

	@SuppressWarnings("unchecked")
	private static RedisFuture<byte[]> future(Consumer<BDDMyOngoingStubbing<byte[]>> outcome) throws Exception {
		RedisFuture<byte[]> future = mock(RedisFuture.class);
		outcome.accept(given(future.get(anyLong(), any())));
		return future;
	}

}
