package io.appinfra.net.cluster;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.state.StateSession;
import io.appinfra.net.ticker.TickContext;
import io.appinfra.net.ticker.TickGate;
import io.appinfra.net.ticker.Ticker;
import io.appinfra.net.ticker.TickerControl;
import io.appinfra.net.ticker.TickerDefinition;
import io.appinfra.net.ticker.local.TickerGroup;

/**
 * An instance with its tickers in a JVM that has several.
 */
final class TestNode implements AutoCloseable {

	private final List<Call> calls = new CopyOnWriteArrayList<>();

	private final Map<Takeovers.Reason, Integer> takeovers = new ConcurrentHashMap<>();

	private final Set<String> lostTicks = ConcurrentHashMap.newKeySet();

	private final Set<String> notReady = ConcurrentHashMap.newKeySet();

	private final LeasedStore.Client client;

	private final StateSession session;

	private final TickerGroup group;

	private final ClusterNode node;

	private volatile long tickMillis;

	private volatile @Nullable String user;

	TestNode(LeasedStore store, String name, Collection<TickerDefinition> definitions, Set<String> notReady) {
		this(store, name, definitions, notReady, false);
	}

	TestNode(LeasedStore store, String name, Collection<TickerDefinition> definitions, Set<String> notReady,
			boolean cutOff) {
		this.notReady.addAll(notReady);
		this.client = store.client();
		this.session = new StateSession(this.client, name);
		ClusterGate gate = new ClusterGate(this.client,
				(owner) -> owner.equals(this.session.owner()) ? this.session.lease().remaining() : Duration.ZERO);
		this.group = new TickerGroup(definitions, (definition) -> new Recording(definition.name()), null, false);
		this.group.setGate(gate);
		this.node = new ClusterNode(this.session, "host-of-" + name, definitions,
				new GatedRuns(new TestGroup(this.group, this.notReady), gate), true, new CountedTakeovers(),
				() -> this.user);
		this.client.cutOff(cutOff);
		this.group.start();
		this.node.start();
	}

	ClusterNode node() {
		return this.node;
	}

	List<Call> calls() {
		return this.calls;
	}

	List<Long> numbers(String ticker) {
		return this.calls.stream()
			.filter((call) -> call.ticker().equals(ticker) && call.method().equals("tick"))
			.map(Call::number)
			.toList();
	}

	long count(String method) {
		return this.calls.stream().filter((call) -> call.method().equals(method)).count();
	}

	Map<Takeovers.Reason, Integer> takeovers() {
		return this.takeovers;
	}

	/**
	 * Return the tickers whose newest tick was lost as this instance took them.
	 */
	Set<String> lostTicks() {
		return this.lostTicks;
	}

	void setReady(String ticker, boolean ready) {
		if (ready) {
			this.notReady.remove(ticker);
		}
		else {
			this.notReady.add(ticker);
		}
	}

	void setUser(String user) {
		this.user = user;
	}

	void setTickMillis(long tickMillis) {
		this.tickMillis = tickMillis;
	}

	void cutOff(boolean cutOff) {
		this.client.cutOff(cutOff);
	}

	@Override
	public void close() {
		this.client.cutOff(false);
		this.node.drain().completeOnTimeout(null, 10, TimeUnit.SECONDS).join();
		this.group.stop(Duration.ofSeconds(5));
		this.node.close();
		this.session.close();
	}

	private record TestGroup(TickerGroup tickers, Set<String> notReady) implements GatedRuns.Group {

		@Override
		public void start(String ticker, Function<TickerDefinition, TickGate.Start> opening) {
			this.tickers.start(ticker, opening);
		}

		@Override
		public CompletionStage<?> stop(String ticker) {
			return this.tickers.stop(ticker);
		}

		@Override
		public CompletionStage<?> abandon(String ticker) {
			return this.tickers.abandon(ticker);
		}

		@Override
		public boolean isReady(String ticker) {
			return !this.notReady.contains(ticker);
		}

		@Override
		public TickerControl control(String ticker) {
			return this.tickers.tickers().get(ticker);
		}

	}

	record Call(String ticker, String method, long number, long token, boolean stopped) {

	}

	private final class Recording implements Ticker {

		private final String name;

		private Recording(String name) {
			this.name = name;
		}

		@Override
		public void onStart() {
			add("onStart", 0, 0, false);
		}

		@Override
		public void tick(TickContext tick) throws InterruptedException {
			add("tick", tick.number(), tick.fencingToken(), false);
			try {
				Thread.sleep(TestNode.this.tickMillis);
			}
			catch (InterruptedException ex) {
				add("interrupted", tick.number(), tick.fencingToken(), tick.stopRequested());
				throw ex;
			}
		}

		@Override
		public void onStop() {
			add("onStop", 0, 0, false);
		}

		private void add(String method, long number, long token, boolean stopped) {
			TestNode.this.calls.add(new Call(this.name, method, number, token, stopped));
		}

	}

	private final class CountedTakeovers implements Takeovers {

		@Override
		public void taken(String ticker, Reason reason) {
			TestNode.this.takeovers.merge(reason, 1, Integer::sum);
		}

		@Override
		public void tickLost(String ticker) {
			TestNode.this.lostTicks.add(ticker);
		}

	}

}
