package io.appinfra.net.state;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

import org.awaitility.Awaitility;

import io.appinfra.net.StateUnavailableException;
import io.appinfra.net.state.redis.CuttingProxy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Counts while connections are cut, some of them when a request has arrived and before
 * its answer: what was answered is counted, what was refused is not, and the rest at most
 * once.
 */
public final class CutConnections {

	private static final int CUTS = Integer.getInteger("cuts", 800);

	private static final int LANES = 8;

	private static final int CALLS_PER_CUT = 4;

	private static final int REQUESTS = 6;

	private final AtomicInteger unknown = new AtomicInteger();

	private final AtomicInteger counted = new AtomicInteger();

	private final int port;

	private final IntFunction<StateStore> stores;

	private CutConnections(int port, IntFunction<StateStore> stores) {
		this.port = port;
		this.stores = stores;
	}

	/**
	 * Count, and check.
	 * @param port the port of the server
	 * @param stores makes a store that uses a port
	 */
	public static void check(int port, IntFunction<StateStore> stores) {
		CutConnections cut = new CutConnections(port, stores);
		ExecutorService threads = Executors.newFixedThreadPool(LANES);
		try {
			List<CompletableFuture<Void>> lanes = new ArrayList<>();
			for (int i = 0; i < LANES; i++) {
				lanes.add(CompletableFuture.runAsync(cut::count, threads));
			}
			lanes.forEach(CompletableFuture::join);
		}
		finally {
			threads.shutdownNow();
		}
		System.out.println("%d cuts, %d without an answer, of which %d were counted".formatted(CUTS / LANES * LANES,
				cut.unknown.get(), cut.counted.get()));
		assertThat(cut.unknown).hasPositiveValue();
		assertThat(cut.counted).hasPositiveValue();
	}

	private void count() {
		String counter = UUID.randomUUID().toString();
		long known = 0;
		int lost = 0;
		try (CuttingProxy proxy = new CuttingProxy(InetAddress.getLoopbackAddress(), this.port);
				StateStore store = this.stores.apply(proxy.port());
				StateStore other = this.stores.apply(this.port)) {
			long last = 0;
			for (int cut = 0; cut < CUTS / LANES; cut++) {
				int when = ThreadLocalRandom.current().nextInt(CALLS_PER_CUT);
				for (int call = 0; call < CALLS_PER_CUT; call++) {
					if (call == when) {
						cut(proxy);
					}
					try {
						long count = store.addAndGet(counter, 1);
						assertThat(count).isGreaterThan(last);
						last = count;
						known++;
					}
					catch (StateUnavailableException ex) {
						lost += ex.outcomeUnknown() ? 1 : 0;
						awaitAnswer(store, counter);
					}
				}
			}
			long count = other.count(counter);
			assertThat(count).isBetween(known, known + lost);
			this.unknown.addAndGet(lost);
			this.counted.addAndGet((int) (count - known));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void cut(CuttingProxy proxy) {
		if (ThreadLocalRandom.current().nextInt(4) > 0) {
			proxy.cutAfterRequests(ThreadLocalRandom.current().nextInt(1, REQUESTS));
		}
		else {
			proxy.cut();
			proxy.mend();
		}
	}

	private static void awaitAnswer(StateStore store, String counter) {
		Awaitility.await()
			.atMost(Duration.ofMinutes(3))
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(20))
			.ignoreException(StateUnavailableException.class)
			.until(() -> store.count(counter) >= 0);
	}

}
