package io.appinfra.net.remote.state;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.DetachedThreads;
import io.appinfra.net.channel.BodyReader;
import io.appinfra.net.channel.FrameType;
import io.appinfra.net.channel.Receiver;
import io.appinfra.net.state.ChangeSubscription;
import io.appinfra.net.state.SharedMap;
import io.appinfra.net.state.StoredValue;

/**
 * The listeners of this worker to changes of shared maps. They are called in threads of
 * their own, so that they never hold up what the web process sends.
 */
final class ChangeReceiver {

	private final Map<String, List<ChangeSubscription>> subscriptions = new ConcurrentHashMap<>();

	private final ExecutorService executor = Executors
		.newCachedThreadPool(new DetachedThreads("appinfra-state-listener-"));

	SharedMap.Registration subscribe(String map, BiConsumer<String, @Nullable StoredValue> listener) {
		ChangeSubscription subscription = new ChangeSubscription(map, listener, this.executor);
		List<ChangeSubscription> ofMap = this.subscriptions.computeIfAbsent(map,
				(name) -> new CopyOnWriteArrayList<>());
		ofMap.add(subscription);
		return () -> {
			subscription.close();
			ofMap.remove(subscription);
		};
	}

	void register(Receiver receiver) {
		receiver.on(FrameType.CHANGE, (frame) -> changed(new BodyReader(frame.body())));
	}

	private void changed(BodyReader change) {
		String map = change.getString();
		String key = change.getString();
		StoredValue value = StoredValueForm.read(change);
		this.subscriptions.getOrDefault(map, List.of()).forEach((subscription) -> subscription.offer(key, value));
	}

	void close() {
		this.subscriptions.values().forEach((ofMap) -> ofMap.forEach(ChangeSubscription::close));
		this.executor.shutdownNow();
	}

}
