package io.appinfra.net.test;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every store does with the owners of locks, and with their leases.
 */
abstract class OwnersContract extends LocksContract {

	@Test
	void releaseAllFreesLocksOfOwnerOnly() throws Exception {
		take("a", "one");
		take("b", "one");
		take("c", "two");
		releaseAll(this.store, "one");
		assertThat(owners()).containsOnly(Map.entry("c", "two"));
		assertThat(this.store.lock("a", "two", Duration.ZERO)).isPresent();
	}

	@Test
	void releaseAllGivesLockToNextOwner() throws Exception {
		long held = take("lock", "one");
		Future<OptionalLong> waiting = startWaiting("lock", "two", LONG);
		releaseAll(this.store, "one");
		assertThat(waiting.get().getAsLong()).isGreaterThan(held);
		this.store.unlock("lock", held);
		assertThat(owners()).containsEntry("lock", "two");
	}

	@Test
	void releaseAllEndsWaitsOfOwner() throws Exception {
		long held = take("lock", "one");
		Future<OptionalLong> waiting = startWaiting("lock", "two", LONG);
		releaseAll(this.store, "two");
		assertThat(waiting.get()).isEmpty();
		this.store.unlock("lock", held);
		assertThat(this.store.lock("lock", "one", Duration.ZERO)).isPresent();
	}

	@Test
	void lockWhenOwnerWasReleasedReturnsEmpty() throws Exception {
		releaseAll(this.store, "one");
		assertThat(this.store.lock("lock", "one", Duration.ZERO)).isEmpty();
		assertThat(this.store.lock("lock", "one", LONG)).isEmpty();
		assertThat(this.store.lock("lock", "two", Duration.ZERO)).isPresent();
	}

	@Test
	void lockWhenOwnerIsReleasedMeanwhileIsNeverHeldByIt() throws Exception {
		for (int i = 0; i < 100; i++) {
			String owner = "mortal-" + i;
			admit(this.store, owner);
			Future<OptionalLong> late = start(() -> this.store.lock("lock", owner, LONG));
			releaseAll(this.store, owner);
			late.get();
			assertThat(this.store.summary().locks()).isEmpty();
		}
	}

	@Test
	void lockWhenOwnerWasNeverAdmittedReturnsEmpty() throws Exception {
		assertThat(this.store.lock("lock", "stranger", Duration.ZERO)).isEmpty();
		assertThat(this.store.lock("lock", "stranger", LONG)).isEmpty();
	}

	@Test
	void renewWhenOwnerIsNotAdmittedReturnsEmpty() {
		assertThat(this.store.renew("one")).isPresent();
		assertThat(this.store.renew("stranger")).isEmpty();
		releaseAll(this.store, "one");
		assertThat(this.store.renew("one")).isEmpty();
	}

	@Test
	void ownersAreThoseWithALeaseOfTheirOwn() {
		this.store.admit("worker", "one");
		assertThat(this.store.owners()).containsOnlyKeys("one", "two");
		assertThat(this.store.owners().values()).allMatch((left) -> left.compareTo(this.store.lease()) <= 0);
		releaseAll(this.store, "one");
		assertThat(this.store.owners()).containsOnlyKeys("two");
	}

	@Test
	void releaseAllOfHostFreesLocksOfThoseThatLiveByItsLease() throws Exception {
		this.store.admit("worker", "one");
		take("lock", "worker");
		releaseAll(this.store, "one");
		assertThat(this.store.lock("lock", "worker", Duration.ZERO)).isEmpty();
		assertThat(this.store.lock("lock", "two", Duration.ZERO)).isPresent();
	}

	@Test
	void releaseAllOfOneThatLivesByALeaseLeavesTheHost() throws Exception {
		this.store.admit("worker", "one");
		take("a", "worker");
		take("b", "one");
		releaseAll(this.store, "worker");
		assertThat(owners()).containsOnly(Map.entry("b", "one"));
		assertThat(this.store.lock("a", "worker", Duration.ZERO)).isEmpty();
		assertThat(this.store.renew("one")).isPresent();
	}

	@Test
	void admitWhenHostIsNotAdmittedDoesNothing() throws Exception {
		this.store.admit("worker", "stranger");
		assertThat(this.store.lock("lock", "worker", Duration.ZERO)).isEmpty();
	}

}
