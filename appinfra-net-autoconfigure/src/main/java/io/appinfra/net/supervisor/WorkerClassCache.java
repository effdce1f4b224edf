package io.appinfra.net.supervisor;

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
final class WorkerClassCache {

	private static final Log logger = LogFactory.getLog(WorkerClassCache.class);

	private final WorkerSettings settings;

	private final JavaApplication application;

	private @Nullable Optional<ClassCache> found;

	private boolean tried;

	WorkerClassCache(WorkerSettings settings, JavaApplication application) {
		this.settings = settings;
		this.application = application;
	}

	List<String> flags() {
		return archive().map(ClassCache::flags).orElse(List.of());
	}

	/**
	 * Return whether a process should be started to write the archive. One is enough: if
	 * it fails, another would, too.
	 * @return whether one should be started
	 */
	boolean isMissing() {
		return !this.tried && archive().filter((archive) -> !archive.exists()).isPresent();
	}

	List<String> trainingFlags() {
		this.tried = true;
		return archive().map(ClassCache::trainingFlags).orElse(List.of());
	}

	/**
	 * The process that was to write the archive has ended.
	 * @param normally whether it exited normally
	 */
	void trained(boolean normally) {
		archive().ifPresent((archive) -> {
			try {
				if (normally) {
					archive.complete();
					logger.info("Worker '%s' will start faster, with the class data archive %s"
						.formatted(this.settings.name(), archive));
				}
				else {
					archive.abandon();
				}
			}
			catch (IOException ex) {
				logger.warn("Worker '%s' has no class data archive, since none was written to '%s': %s"
					.formatted(this.settings.name(), this.settings.classCache(), ex));
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
		Path directory = this.settings.classCache();
		if (directory == null) {
			return Optional.empty();
		}
		try {
			Optional<ClassCache> archive = ClassCache.find(directory, this.settings.name(), this.application,
					this.settings.jvmArgs(), System.getenv());
			if (archive.isEmpty()) {
				logger.debug("No class data archive, since not all classes are in jars or the flags name another");
			}
			return archive;
		}
		catch (IOException ex) {
			logger.warn("Worker '%s' has no class data archive, since '%s' cannot be used: %s"
				.formatted(this.settings.name(), directory, ex));
			return Optional.empty();
		}
	}

}
