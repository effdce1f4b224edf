package io.appinfra.net.state;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * One life of one process, as the owner of locks in a {@link StateStore}: an operator can
 * see who it is, and nobody can do anything with it.
 *
 * @param instance the name of the instance of the application
 * @param worker the name of the worker, {@code null} for the web process
 * @param pid the id of the process
 * @param life what no other process has
 */
public record StateOwner(String instance, @Nullable String worker, long pid, UUID life) {

	private static final Pattern NAME = Pattern.compile("(?<instance>[^/]+)/"
			+ "(?:web|worker-(?<worker>.+))-(?<pid>\\d{1,18})-(?<life>\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12})",
			Pattern.DOTALL);

	/**
	 * Return this process as an owner, in a life that begins now.
	 * @param instance the name of this instance of the application, without a slash
	 * @return the owner
	 */
	public static StateOwner web(String instance) {
		return new StateOwner(instance, null, ProcessHandle.current().pid(), UUID.randomUUID());
	}

	/**
	 * Return a process of a worker as an owner, in a life that begins now.
	 * @param instance the name of this instance of the application, without a slash
	 * @param worker the name of the worker
	 * @param pid the id of the process
	 * @return the owner
	 */
	public static StateOwner worker(String instance, String worker, long pid) {
		return new StateOwner(instance, worker, pid, UUID.randomUUID());
	}

	/**
	 * Return the owner of a name.
	 * @param name the name
	 * @return the owner, or empty if it is the name of something else
	 */
	public static Optional<StateOwner> of(String name) {
		Matcher matcher = NAME.matcher(name);
		return matcher.matches()
				? Optional.of(new StateOwner(matcher.group("instance"), matcher.group("worker"),
						Long.parseLong(matcher.group("pid")), UUID.fromString(matcher.group("life"))))
				: Optional.empty();
	}

	/**
	 * Return the name by which a store knows the owner.
	 * @return the name
	 */
	public String name() {
		return "%s/%s-%d-%s".formatted(this.instance, (this.worker != null) ? "worker-" + this.worker : "web", this.pid,
				this.life);
	}

}
