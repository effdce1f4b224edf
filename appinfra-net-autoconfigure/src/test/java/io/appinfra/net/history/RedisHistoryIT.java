package io.appinfra.net.history;

import org.junit.jupiter.api.Tag;

import io.appinfra.net.state.redis.RedisProcess;

/**
 * The history of a shared state on Redis.
 */
@Tag("full")
class RedisHistoryIT extends EngineHistoryIT {

	private RedisProcess redis;

	@Override
	String engine() {
		return "redis";
	}

	@Override
	void startServer() {
		this.redis = new RedisProcess("--appendonly", "yes", "--appendfsync", "always");
	}

	@Override
	int port() {
		return this.redis.port();
	}

	@Override
	void signalServer(String signal) {
		this.redis.signal(signal);
	}

	@Override
	void restartServer() {
		this.redis.kill();
		this.redis.startAgain();
	}

	@Override
	void stopServer() {
		this.redis.close();
	}

}
