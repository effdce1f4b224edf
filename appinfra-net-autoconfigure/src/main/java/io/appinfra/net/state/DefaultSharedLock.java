package io.appinfra.net.state;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

import org.springframework.util.Assert;

/**
 * A {@link SharedLock} in a {@link StateStore}.
 */
final class DefaultSharedLock implements SharedLock {

	private final String name;

	private final StateStore store;

	private final String owner;

	DefaultSharedLock(String name, StateStore store, String owner) {
		this.name = name;
		this.store = store;
		this.owner = owner;
	}

	@Override
	public Optional<HeldLock> tryLock(Duration wait) {
		Assert.isTrue(wait != null && !wait.isNegative(), "The time to wait must not be null or negative");
		try {
			return held(this.store.lock(this.name, this.owner, wait));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return Optional.empty();
		}
	}

	private Optional<HeldLock> held(OptionalLong token) {
		return token.isPresent() ? Optional.of(new DefaultHeldLock(this.name, this.store, token.getAsLong()))
				: Optional.empty();
	}

	@Override
	public String toString() {
		return "shared lock '" + this.name + "'";
	}

}
