package io.appinfra.net.state.redis;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.appinfra.net.StateUnavailableException;

/**
 * The owners of locks that live by the lease of another, their host. Safe for use by many
 * threads.
 */
final class RedisWorkers {

	private final Map<String, String> hosts = new ConcurrentHashMap<>();

	private final RedisScripts scripts;

	RedisWorkers(RedisScripts scripts) {
		this.scripts = scripts;
	}

	/**
	 * Admit an owner, which takes no lock if its host has no lease.
	 * @param owner the owner
	 * @param host by whose lease it lives
	 */
	void admit(String owner, String host) {
		if (isAdmitted(owner, host)) {
			this.hosts.put(owner, host);
		}
	}

	private boolean isAdmitted(String owner, String host) {
		return this.scripts.number(RedisScript.JOIN, owner, host) != 0;
	}

	/**
	 * Return by whose lease an owner lives.
	 * @param owner the owner
	 * @return its host, or itself
	 */
	String hostOf(String owner) {
		return this.hosts.getOrDefault(owner, owner);
	}

	/**
	 * Admit all of them again: a server that has lost its last changes may not know them,
	 * and gives them no lock.
	 */
	void restore() {
		this.hosts.forEach((owner, host) -> {
			if (!isAdmitted(owner, host)) {
				this.hosts.remove(owner, host);
			}
			else if (!this.hosts.containsKey(owner)) {
				release(owner, host);
			}
		});
	}

	/**
	 * Free all locks of an owner and of those that live by its lease, and let them take
	 * none any more.
	 * @param owner the owner
	 */
	void release(String owner) {
		String host = this.hosts.remove(owner);
		if (host != null) {
			releaseWorker(owner, host);
		}
		else {
			release(owner, owner);
			this.hosts.values().removeIf(owner::equals);
		}
	}

	/**
	 * Release a worker. Only while it is not among those that live is it not admitted
	 * again.
	 */
	private void releaseWorker(String owner, String host) {
		try {
			release(owner, host);
		}
		catch (StateUnavailableException ex) {
			this.hosts.put(owner, host);
			throw ex;
		}
	}

	private void release(String owner, String host) {
		this.scripts.number(RedisScript.RELEASE, owner, host);
	}

}
