package io.appinfra.net.remote.lifecycle;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.appinfra.net.process.ClassCache;
import io.appinfra.net.process.JavaApplication;

/**
 * The class data archive of a worker, if one is configured. Whatever goes wrong with it
 * costs nothing but time at the next start. Used by the event loop of the worker.
 */
public final class WorkerClassCache {

	private static final Log logger = LogFactory.getLog(WorkerClassCache.class);

	private final String worker;

	private final @Nullable Path directory;

	private final JavaApplication application;

	private final List<String> jvmArgs;

	private @Nullable Optional<ClassCache> found;

	private boolean tried;

	/**
	 * Create the cache of a worker.
	 * @param worker the name of the worker
	 * @param directory where its archive is kept, {@code null} for none
	 * @param application the application that it runs
	 * @param jvmArgs the flags of its JVM, which may name another archive
	 */
	public WorkerClassCache(String worker, @Nullable Path directory, JavaApplication application,
			List<String> jvmArgs) {
		this.worker = worker;
		this.directory = directory;
		this.application = application;
		this.jvmArgs = jvmArgs;
	}

	/**
	 * Return the flags of a process that uses the archive.
	 * @return the flags, none if there is no archive
	 */
	public List<String> flags() {
		return archive().map(ClassCache::flags).orElse(List.of());
	}

	/**
	 * Return whether a process should be started to write the archive. One is enough: if
	 * it fails, another would, too.
	 * @return whether one should be started
	 */
	public boolean isMissing() {
		return !this.tried && archive().filter((archive) -> !archive.exists()).isPresent();
	}

	/**
	 * Return the flags of the process that writes the archive when it exits.
	 * @return the flags
	 */
	public List<String> writerFlags() {
		this.tried = true;
		return archive().map(ClassCache::writerFlags).orElse(List.of());
	}

	/**
	 * The process that was to write the archive has ended.
	 * @param normally whether it exited normally
	 */
	public void writerEnded(boolean normally) {
		archive().ifPresent((archive) -> {
			try {
				if (normally) {
					archive.complete();
					logger.info("Worker '%s' will start faster, with the class data archive %s".formatted(this.worker,
							archive));
				}
				else {
					archive.abandon();
				}
			}
			catch (IOException ex) {
				logger.warn("Worker '%s' has no class data archive, since none was written to '%s': %s"
					.formatted(this.worker, this.directory, ex));
			}
		});
	}

	private Optional<ClassCache> archive() {
		Optional<ClassCache> found = this.found;
		if (found == null) {
			found = find();
			this.found = found;
		}
		return found;
	}

	private Optional<ClassCache> find() {
		Path directory = this.directory;
		if (directory == null) {
			return Optional.empty();
		}
		try {
			Optional<ClassCache> archive = ClassCache.find(directory, this.worker, this.application, this.jvmArgs,
					System.getenv());
			if (archive.isEmpty()) {
				logger.debug("No class data archive, since not all classes are in jars or the flags name another");
			}
			return archive;
		}
		catch (IOException ex) {
			logger.warn("Worker '%s' has no class data archive, since '%s' cannot be used: %s".formatted(this.worker,
					directory, ex));
			return Optional.empty();
		}
	}

}
