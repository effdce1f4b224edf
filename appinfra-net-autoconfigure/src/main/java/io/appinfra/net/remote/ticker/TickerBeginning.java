package io.appinfra.net.remote.ticker;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import io.appinfra.net.channel.FrameType;
import io.appinfra.net.channel.Receiver;
import io.appinfra.net.ticker.TickerStatus;
import io.appinfra.net.ticker.local.TickerGroup;

/**
 * What the tickers of this worker begin with: the state in which a former process has
 * left them, and a number that is higher than that of any former process. The web process
 * sends both. One thread receives them, and another one waits for them.
 */
public final class TickerBeginning {

	private final List<TickerStatus> resumed = new ArrayList<>();

	private final CompletableFuture<Begin> begun = new CompletableFuture<>();

	/**
	 * Take what the web process sends about this.
	 * @param receiver receives what it sends
	 */
	public void register(Receiver receiver) {
		receiver.on(FrameType.TICKER, (frame) -> this.resumed.add(frame.message(TickerStatus.class)));
		receiver.on(FrameType.BEGIN, (frame) -> this.begun.complete(frame.message(Begin.class)));
	}

	/**
	 * Wait until the tickers may start.
	 * @throws InterruptedException if the thread is interrupted meanwhile
	 */
	public void await() throws InterruptedException {
		try {
			this.begun.get();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Give it to the tickers, which have not started. Waits until they may.
	 * @param tickers the tickers
	 */
	public void applyTo(TickerGroup tickers) {
		this.resumed.forEach(tickers::resume);
		tickers.setIncarnation(this.begun.join().incarnation());
	}

}
