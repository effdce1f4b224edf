package io.appinfra.net.state;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.appinfra.net.ServerShutdownException;
import io.appinfra.net.StateUnavailableException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.BDDMockito.willDoNothing;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;

/**
 * Tests for {@link StateSession}: one lease, its loss, and what it means to locks.
 */
class StateSessionTests {

	private static final StateUnavailableException AWAY = new StateUnavailableException("The store is away", false,
			null);

	private final StateStore store = mock(StateStore.class);

	private final AtomicReference<OptionalLong> renewed = new AtomicReference<>(OptionalLong.of(1));

	private StateSession session;

	@BeforeEach
	void begin() throws InterruptedException {
		given(this.store.lease()).willReturn(Duration.ofSeconds(2));
		given(this.store.renew(anyString())).willAnswer((call) -> this.renewed.getAndSet(OptionalLong.of(1)));
		given(this.store.lock(anyString(), anyString(), any())).willReturn(OptionalLong.of(7));
		this.session = new StateSession(this.store, "one");
	}

	@AfterEach
	void close() {
		this.session.close();
	}

	@Test
	void createWhenInstanceHasSlashThrows() {
		assertThatIllegalArgumentException().isThrownBy(() -> new StateSession(this.store, "one/two"));
		assertThatIllegalArgumentException().isThrownBy(() -> new StateSession(this.store, ""));
	}

	@Test
	void createAdmitsTheInstanceAndRenewsItsLease() {
		then(this.store).should().admit(this.session.owner());
		assertThat(this.session.owner()).startsWith("one");
		Awaitility.await().until(() -> this.session.lastRenewal() != null);
		then(this.store).should().renew(this.session.owner());
		assertThat(this.session.lease().isLive()).isTrue();
	}

	@Test
	void lockIsTakenAsTheInstanceAndFreedOnce() throws InterruptedException {
		HeldLock lock = this.session.lock("import", Duration.ZERO).orElseThrow();
		then(this.store).should().lock("import", this.session.owner(), Duration.ZERO);
		assertThat(lock.fencingToken()).isEqualTo(7);
		assertThat(lock.isHeld()).isTrue();
		lock.close();
		lock.close();
		assertThat(lock.isHeld()).isFalse();
		then(this.store).should().unlock("import", 7);
	}

	@Test
	void lockWhenHeldByAnotherIsEmpty() throws InterruptedException {
		given(this.store.lock(anyString(), anyString(), any())).willReturn(OptionalLong.empty());
		assertThat(this.session.lock("import", Duration.ZERO)).isEmpty();
	}

	@Test
	void lockWhenRefusedAsTheStoreHasForgottenTheInstanceIsAskedForAnew() throws InterruptedException {
		String former = this.session.owner();
		given(this.store.lock(anyString(), eq(former), any())).willReturn(OptionalLong.empty());
		this.renewed.set(OptionalLong.empty());
		Optional<HeldLock> lock = this.session.lock("import", Duration.ofSeconds(30));
		assertThat(lock).isPresent();
		assertThat(this.session.owner()).isNotEqualTo(former);
		then(this.store).should().admit(this.session.owner());
		then(this.store).should().releaseAll(former);
	}

	@Test
	void leaseWhenLostEndsLocksAndBeginsAnew() throws InterruptedException {
		String former = this.session.owner();
		HeldLock lock = this.session.lock("import", Duration.ZERO).orElseThrow();
		CountDownLatch lost = new CountDownLatch(1);
		lock.onLost(lost::countDown);
		this.renewed.set(OptionalLong.empty());
		assertThat(lost.await(30, TimeUnit.SECONDS)).isTrue();
		assertThat(lock.isHeld()).isFalse();
		Awaitility.await().until(() -> !this.session.owner().equals(former));
		assertThat(this.session.lease().isLive()).isTrue();
		assertThat(this.session.lock("import", Duration.ZERO)).isPresent();
	}

	@Test
	void leaseWhenStoreIsAwayEndsByItselfAndLocksAreRefused() {
		willThrow(AWAY).given(this.store).renew(anyString());
		willThrow(AWAY).given(this.store).releaseAll(anyString());
		Lease lease = this.session.lease();
		Awaitility.await().until(() -> !lease.isLive());
		assertThatExceptionOfType(StateUnavailableException.class)
			.isThrownBy(() -> this.session.lock("import", Duration.ZERO))
			.withMessageContaining("has lost its lease");
		willDoNothing().given(this.store).releaseAll(anyString());
		Awaitility.await().until(() -> this.session.lease() != lease && this.session.lease().isLive());
	}

	@Test
	void unlockWhenStoreIsAwayIsRepeatedAfterARenewal() throws InterruptedException {
		willThrow(AWAY).willDoNothing().given(this.store).unlock("import", 7);
		this.session.lock("import", Duration.ZERO).orElseThrow().close();
		Awaitility.await().untilAsserted(() -> then(this.store).should(times(2)).unlock("import", 7));
	}

	@Test
	void workerIsAdmittedUnderTheInstanceAndItsLocksEndWithIt() throws InterruptedException {
		StateSession.Member worker = this.session.join("heavy", 42);
		AtomicReference<String> owner = new AtomicReference<>();
		willAnswer((call) -> {
			owner.set(call.getArgument(1));
			return OptionalLong.of(8);
		}).given(this.store).lock(eq("import"), anyString(), any());
		assertThat(worker.lock("import", Duration.ZERO)).isPresent();
		then(this.store).should().admit(owner.get(), this.session.owner());
		assertThat(worker.remaining(8)).isPositive();
		assertThat(worker.remaining(9)).isZero();
		worker.unlock("import", 8);
		assertThat(worker.remaining(8)).isZero();
		worker.release();
		then(this.store).should().releaseAll(owner.get());
	}

	@Test
	void workerWhenInstanceHasANewLeaseIsAdmittedAnew() throws InterruptedException {
		StateSession.Member worker = this.session.join("heavy", 42);
		String former = this.session.owner();
		this.renewed.set(OptionalLong.empty());
		Awaitility.await().until(() -> !this.session.owner().equals(former));
		assertThat(worker.lock("import", Duration.ZERO)).isPresent();
		then(this.store).should().admit(anyString(), eq(former));
		then(this.store).should().admit(anyString(), eq(this.session.owner()));
	}

	@Test
	void workerWhenReleasedIsNotAdmittedAnew() throws InterruptedException {
		StateSession.Member worker = this.session.join("heavy", 42);
		worker.release();
		String former = this.session.owner();
		this.renewed.set(OptionalLong.empty());
		Awaitility.await().until(() -> !this.session.owner().equals(former));
		worker.lock("import", Duration.ZERO);
		then(this.store).should(never()).admit(anyString(), eq(this.session.owner()));
	}

	@Test
	void closeFreesAllAndRefusesLocks() {
		String owner = this.session.owner();
		this.session.close();
		this.session.close();
		then(this.store).should().releaseAll(owner);
		assertThatExceptionOfType(ServerShutdownException.class)
			.isThrownBy(() -> this.session.lock("import", Duration.ZERO));
	}

	@Test
	void closeWhenStoreIsAwayOrClosedDoesNotFail() {
		willThrow(AWAY).given(this.store).releaseAll(anyString());
		this.session.close();
	}

	@Test
	void leaseWhenStoreNeedsNoneIsEndless() throws InterruptedException {
		StateStore local = mock(StateStore.class);
		given(local.lease()).willReturn(Duration.ZERO);
		given(local.lock(anyString(), anyString(), any())).willReturn(OptionalLong.empty());
		try (StateSession session = new StateSession(local, "one")) {
			assertThat(session.lease().isLive()).isTrue();
			assertThat(session.lock("import", Duration.ofSeconds(30))).isEmpty();
			assertThat(session.lastRenewal()).isNull();
		}
		then(local).should(never()).renew(anyString());
	}

}
