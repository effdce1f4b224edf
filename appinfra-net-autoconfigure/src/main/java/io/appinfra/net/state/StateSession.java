package io.appinfra.net.state;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

import io.appinfra.net.ServerShutdownException;
import io.appinfra.net.StateUnavailableException;

/**
 * This instance of the application at its store: it is admitted there, renews one lease
 * for itself and its workers, and knows when it has lost it. After a loss it is admitted
 * anew, under a name of its own, as soon as the store can be reached. Safe for use by
 * many threads.
 */
public final class StateSession implements LockHolder, AutoCloseable {

	/**
	 * A lock that is refused although there is time to wait is asked for again after a
	 * look at the lease, unless the last look was less than this ago.
	 */
	private static final long RECENT = TimeUnit.SECONDS.toNanos(1);

	private final StateStore store;

	private final String instance;

	private final UnfinishedUnlocks unlocks;

	private final LeaseKeeper keeper;

	/**
	 * Create a session, admitted to the store.
	 * @param store the store
	 * @param instance the name of this instance of the application, without a slash
	 * @throws StateUnavailableException if the store cannot be reached
	 */
	public StateSession(StateStore store, String instance) {
		Assert.isTrue(!instance.isEmpty() && instance.indexOf('/') < 0,
				() -> "The name of an instance must not be empty or contain a slash, as '%s'".formatted(instance));
		this.store = store;
		this.instance = instance;
		this.unlocks = new UnfinishedUnlocks(store);
		this.keeper = LeaseKeeper.start(store, () -> StateOwner.web(instance).name(), this.unlocks::retry);
	}

	/**
	 * Return the store.
	 * @return the store
	 */
	public StateStore store() {
		return this.store;
	}

	/**
	 * Return the name of this instance.
	 * @return the name, without a slash
	 */
	public String instance() {
		return this.instance;
	}

	/**
	 * Return the name as which this instance is admitted to the store at the moment.
	 * @return the name, another one after the lease was lost
	 */
	public String owner() {
		return this.keeper.life().owner();
	}

	/**
	 * Return the lease of this instance at the moment.
	 * @return the lease, another one after it was lost
	 */
	public Lease lease() {
		return this.keeper.life().lease();
	}

	/**
	 * Return what the last successful renewal has shown.
	 * @return the renewal, {@code null} if leases do not end
	 */
	public @Nullable Renewal lastRenewal() {
		return this.keeper.lastRenewal();
	}

	@Override
	public Optional<HeldLock> lock(String lock, Duration wait) throws InterruptedException {
		return lock(lock, wait, (life) -> life.owner()).map(HeldLock.class::cast);
	}

	private Optional<DefaultHeldLock> lock(String name, Duration wait, Owner owner) throws InterruptedException {
		long start = System.nanoTime();
		Duration left = wait;
		while (true) {
			LeaseKeeper.Life life = this.keeper.live();
			OptionalLong token = this.store.lock(name, owner.in(life), left);
			if (token.isPresent()) {
				return Optional.of(new DefaultHeldLock(name, token.getAsLong(), life.lease(), this.unlocks::unlock));
			}
			left = wait.minusNanos(System.nanoTime() - start);
			boolean over = left.isNegative() || left.isZero();
			if (this.keeper.isConfirmed(life, over ? RECENT : 0)) {
				return Optional.empty();
			}
			left = over ? Duration.ZERO : left;
		}
	}

	/**
	 * Return a worker of this instance as a holder of locks.
	 * @param worker the name of the worker
	 * @param pid the id of its process
	 * @return the worker, admitted to the store
	 * @throws StateUnavailableException if the store cannot be reached
	 */
	public Member join(String worker, long pid) {
		return new Member(worker, pid);
	}

	@Override
	public void close() {
		this.keeper.close();
	}

	@FunctionalInterface
	private interface Owner {

		String in(LeaseKeeper.Life life);

	}

	/**
	 * A renewal of the lease.
	 *
	 * @param micros the clock of the store, in microseconds since 1970
	 * @param sent when it was asked for, as of {@link System#nanoTime()}
	 * @param received when the answer was there, as of {@link System#nanoTime()}
	 */
	public record Renewal(long micros, long sent, long received) {

	}

	/**
	 * One process of a worker as a holder of locks. Safe for use by many threads.
	 */
	public final class Member implements LockHolder {

		private final ReentrantLock admission = new ReentrantLock();

		private final Map<Long, DefaultHeldLock> held = new ConcurrentHashMap<>();

		private final String worker;

		private final long pid;

		private LeaseKeeper.@Nullable Life admittedIn;

		private String owner = "";

		private boolean released;

		private Member(String worker, long pid) {
			this.worker = worker;
			this.pid = pid;
			owner(StateSession.this.keeper.live());
		}

		@Override
		public Optional<HeldLock> lock(String lock, Duration wait) throws InterruptedException {
			Optional<DefaultHeldLock> taken = StateSession.this.lock(lock, wait, this::owner);
			taken.ifPresent((held) -> this.held.put(held.fencingToken(), held));
			return taken.map(HeldLock.class::cast);
		}

		private String owner(LeaseKeeper.Life life) {
			this.admission.lock();
			try {
				if (this.admittedIn != life && !this.released) {
					String name = StateOwner.worker(StateSession.this.instance, this.worker, this.pid).name();
					StateSession.this.store.admit(name, life.owner());
					this.owner = name;
					this.admittedIn = life;
				}
				return this.owner;
			}
			finally {
				this.admission.unlock();
			}
		}

		/**
		 * Free a lock.
		 * @param lock the name of the lock
		 * @param fencingToken the fencing token it is held with
		 */
		public void unlock(String lock, long fencingToken) {
			this.held.remove(fencingToken);
			StateSession.this.unlocks.unlock(lock, fencingToken);
		}

		/**
		 * Return how long this process holds a lock for certain, if nothing else is
		 * heard.
		 * @param fencingToken the fencing token it is held with
		 * @return the time that is left, zero if it is lost
		 */
		public Duration remaining(long fencingToken) {
			DefaultHeldLock lock = this.held.get(fencingToken);
			return (lock != null) ? lock.remaining() : Duration.ZERO;
		}

		/**
		 * Free all locks of the process, which has ended.
		 * @throws ServerShutdownException if the store is closed
		 */
		public void release() {
			this.admission.lock();
			try {
				this.released = true;
			}
			finally {
				this.admission.unlock();
			}
			StateSession.this.unlocks.releaseAll(this.owner);
		}

	}

}
