package io.appinfra.net.remote.ticker;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.ticker.TickRecord;

/**
 * What was sent to a process and is not answered yet. Safe for use by many threads; no
 * answer is taken with a lock.
 */
final class SentCommands {

	private final Map<Long, Answer> unanswered = new HashMap<>();

	private long lastId;

	/**
	 * Send something that will be answered.
	 * @param answer takes the answer
	 * @param send is called with what the answer will carry
	 */
	synchronized void send(Answer answer, LongConsumer send) {
		this.unanswered.put(++this.lastId, answer);
		send.accept(this.lastId);
	}

	/**
	 * The process has answered.
	 * @param id what the command carried
	 * @param tick the tick that it asked for, {@code null} if it did not ask for one
	 * @param refusal why the command could not be carried out, {@code null} if it was
	 */
	void answered(long id, @Nullable TickRecord tick, @Nullable String refusal) {
		Answer answer = remove(id);
		if (answer != null) {
			answer.accept(tick, refusal);
		}
	}

	private synchronized @Nullable Answer remove(long id) {
		return this.unanswered.remove(id);
	}

	/**
	 * Return whose answers will not come any more, since the process has ended.
	 * @return the answers, which are not expected from now on
	 */
	synchronized List<Answer> removeAll() {
		List<Answer> all = List.copyOf(this.unanswered.values());
		this.unanswered.clear();
		return all;
	}

	/**
	 * Takes what a process has answered: a tick, or why there is none, or neither of them
	 * if the process has ended or there was nothing to answer.
	 */
	interface Answer {

		void accept(@Nullable TickRecord tick, @Nullable String refusal);

	}

}
