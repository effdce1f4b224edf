package io.appinfra.net.cluster;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.cluster.Membership.Description;
import io.appinfra.net.cluster.record.TickerRecord;
import io.appinfra.net.cluster.record.TickerRecord.Change;
import io.appinfra.net.state.StateSession;
import io.appinfra.net.ticker.TickerControl;
import io.appinfra.net.ticker.TickerDefinition;
import io.appinfra.net.ticker.TickerSource;

/**
 * This instance among those that share a store. Safe for use by many threads.
 */
public final class ClusterNode implements Cluster, ClusterTickers, TickerSource, AutoCloseable {

	private final StateSession session;

	private final ClusterDriver driver;

	private final Map<String, TickerControl> tickers = new TreeMap<>();

	/**
	 * Create a node.
	 * @param session this instance at the store
	 * @param host the name of the host
	 * @param tickers the tickers of the cluster that the application has
	 * @param runs where they tick
	 * @param balance whether tickers move so that all instances own as many
	 * @param takeovers is notified when tickers come and go
	 * @param user returns the name of the user for whom the present thread acts,
	 * {@code null} if there is none
	 */
	public ClusterNode(StateSession session, String host, Collection<TickerDefinition> tickers, TickerRuns runs,
			boolean balance, Takeovers takeovers, Supplier<@Nullable String> user) {
		this.session = session;
		Description description = new Description(session.instance(), host, ProcessHandle.current().pid(),
				Instant.now(), false,
				tickers.stream().map(TickerDefinition::name).collect(Collectors.toCollection(TreeSet::new)));
		this.driver = new ClusterDriver(session, description, tickers, runs, balance, takeovers);
		tickers.forEach((definition) -> this.tickers.put(definition.name(),
				new ClusterTicker(definition, this.driver, runs, () -> who(user.get()))));
	}

	private String who(@Nullable String user) {
		return (user != null) ? user + " at " + instance() : instance();
	}

	/**
	 * Join the others.
	 */
	public void start() {
		this.driver.start();
	}

	/**
	 * Hand all tickers over, each when its tick has ended.
	 * @return is completed when others can go on with all of them
	 */
	public CompletableFuture<Void> drain() {
		return this.driver.drain();
	}

	@Override
	public void close() {
		this.driver.close();
	}

	@Override
	public String instance() {
		return this.session.instance();
	}

	@Override
	public Map<String, Instance> instances() {
		return this.driver.membership().instances(this.driver.owners());
	}

	@Override
	public Map<String, TickerControl> tickers() {
		return this.tickers;
	}

	@Override
	public @Nullable Ownership ownership(String ticker) {
		if (!this.tickers.containsKey(ticker)) {
			return null;
		}
		TickerRecord record = this.driver.record(ticker);
		Change change = (record != null) ? record.change() : null;
		String owner = (record != null) ? this.driver.membership().instance(record.owner()) : null;
		return (change != null) ? new Ownership(owner, change.action(), change.by(), change.at())
				: new Ownership(owner, null, null, null);
	}

	@Override
	public void handOver(String ticker) {
		if (!this.tickers.containsKey(ticker)) {
			throw new IllegalArgumentException("There is no ticker '%s' with the scope 'cluster'".formatted(ticker));
		}
		this.driver.handOver(ticker);
	}

}
