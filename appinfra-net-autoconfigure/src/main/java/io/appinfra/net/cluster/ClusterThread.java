package io.appinfra.net.cluster;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.appinfra.net.DetachedThreads;
import io.appinfra.net.ServerShutdownException;
import io.appinfra.net.StateUnavailableException;

/**
 * The thread in which all happens that concerns the cluster, one thing after the other.
 * Nothing that goes wrong ends it. Safe for use by many threads.
 */
final class ClusterThread implements Executor {

	private static final Log logger = LogFactory.getLog(ClusterThread.class);

	private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1,
			new DetachedThreads("appinfra-cluster-"), new ScheduledThreadPoolExecutor.DiscardPolicy());

	private final Runnable whenStoreIsClosed;

	/**
	 * Create a thread.
	 * @param whenStoreIsClosed called when something needs the store after its end
	 */
	ClusterThread(Runnable whenStoreIsClosed) {
		this.whenStoreIsClosed = whenStoreIsClosed;
	}

	@Override
	public void execute(Runnable action) {
		this.executor.execute(() -> guarded(action));
	}

	void repeat(Runnable action, Duration pause) {
		this.executor.scheduleWithFixedDelay(() -> guarded(action), 0, pause.toMillis(), TimeUnit.MILLISECONDS);
	}

	/**
	 * End the thread, and do something last in the thread of the caller.
	 */
	void close(Runnable last) {
		this.executor.shutdownNow();
		guarded(last);
	}

	private void guarded(Runnable action) {
		try {
			action.run();
		}
		catch (ServerShutdownException ex) {
			this.whenStoreIsClosed.run();
		}
		catch (StateUnavailableException ex) {
			logger.debug("The store of the cluster did not answer", ex);
		}
		catch (RuntimeException | Error ex) {
			logger.error("The cluster could not go on with what it was about, and tries again", ex);
		}
	}

}
