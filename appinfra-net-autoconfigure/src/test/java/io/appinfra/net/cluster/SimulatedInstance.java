package io.appinfra.net.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.cluster.coordinator.Command;
import io.appinfra.net.cluster.coordinator.Coordinator;
import io.appinfra.net.cluster.coordinator.Event;
import io.appinfra.net.cluster.coordinator.LookTimer;
import io.appinfra.net.cluster.coordinator.Member;
import io.appinfra.net.cluster.record.TickerRecord;
import io.appinfra.net.cluster.record.TickerRecord.Versioned;
import io.appinfra.net.ticker.TickRecord;

/**
 * An instance in a {@link Simulation}: what the driver does beside the coordinator.
 */
final class SimulatedInstance implements Command.Actions {

	private static final long MARGIN = Simulation.LEASE / 10;

	private static final long PERIOD = 200 * Simulation.MILLI;

	private final Simulation simulation;

	private final String name;

	private final Set<String> tickers;

	private final Coordinator coordinator;

	private final LookTimer looks;

	private final Deque<Command> queue = new ArrayDeque<>();

	private final Map<String, Run> runs = new HashMap<>();

	private final List<Runnable> frozenSteps = new ArrayList<>();

	private @Nullable String id;

	private int lives;

	private long deadline;

	private boolean busy;

	private boolean up = true;

	private boolean frozen;

	private boolean cutOff;

	private boolean draining;

	SimulatedInstance(Simulation simulation, String name, Set<String> tickers) {
		this.simulation = simulation;
		this.name = name;
		this.tickers = tickers;
		Duration lease = Duration.ofNanos(Simulation.LEASE);
		this.coordinator = new Coordinator(tickers, true, lease);
		this.looks = new LookTimer(lease, simulation.now());
	}

	String name() {
		return this.name;
	}

	boolean isUp() {
		return this.up;
	}

	boolean isCutOff() {
		return this.cutOff;
	}

	int runs() {
		return this.runs.size();
	}

	Set<String> running() {
		return Set.copyOf(this.runs.keySet());
	}

	void start() {
		join();
		after(this.simulation.random.nextInt((int) PERIOD), () -> every(PERIOD, this::round));
		every(Simulation.LEASE / 4, this::renew);
		every(Simulation.LEASE / 100, this::checkLease);
	}

	/**
	 * Do something again and again, never while the instance is frozen.
	 */
	private void every(long period, Runnable action) {
		after(period, () -> {
			action.run();
			every(period, action);
		});
	}

	private void after(long delay, Runnable action) {
		this.simulation.after(delay, () -> step(action));
	}

	private void step(Runnable action) {
		if (this.frozen) {
			this.frozenSteps.add(() -> step(action));
		}
		else if (this.up) {
			action.run();
		}
	}

	private <T> void ask(Supplier<T> operation, Consumer<Optional<T>> answer) {
		this.simulation.store.ask(this, operation, (result) -> step(() -> answer.accept(result)));
	}

	private void join() {
		String id = this.name + "/" + this.lives++;
		long sent = this.simulation.now();
		Member member = new Member(this.draining, this.tickers);
		ask(() -> this.simulation.store.admit(id, member, this), (answer) -> {
			if (answer.isPresent() && sent + Simulation.LEASE - MARGIN > this.simulation.now()) {
				this.id = id;
				this.deadline = sent + Simulation.LEASE - MARGIN;
				on(new Event.Joined(id));
				this.looks.lookSoon(this.simulation.now());
				lookIfDue();
			}
			else {
				join();
			}
		});
	}

	private void renew() {
		String id = this.id;
		if (id == null) {
			return;
		}
		long sent = this.simulation.now();
		ask(() -> this.simulation.store.renew(id), (answer) -> {
			checkLease();
			if (answer.isPresent() && id.equals(this.id)) {
				if (answer.get()) {
					this.deadline = sent + Simulation.LEASE - MARGIN;
				}
				else {
					leaseLost();
				}
			}
			else if (id.equals(this.id)) {
				renew();
			}
		});
	}

	private void checkLease() {
		if (this.id != null && this.simulation.now() >= this.deadline) {
			leaseLost();
		}
	}

	private void leaseLost() {
		this.id = null;
		on(new Event.LeaseLost());
		join();
	}

	private void round() {
		lookIfDue();
		on(new Event.Elapsed());
	}

	private void lookIfDue() {
		if (this.looks.isDue(this.simulation.now())) {
			run(List.of(new Command.Look()));
		}
	}

	void membersChanged() {
		step(() -> this.looks.lookSoon(this.simulation.now()));
	}

	void notified(String ticker) {
		step(() -> run(List.of(new Command.ReadOne(ticker))));
	}

	private void on(Event event) {
		run(this.coordinator.on(event, this.simulation.now()));
		if (this.draining && this.up && this.coordinator.isIdle() && this.queue.isEmpty() && !this.busy) {
			end();
		}
	}

	private void run(List<Command> commands) {
		this.queue.addAll(commands);
		next();
	}

	private void next() {
		while (!this.busy && !this.queue.isEmpty()) {
			this.queue.remove().execute(this);
		}
	}

	private <T> void blocking(Supplier<T> operation, Consumer<Optional<T>> answer) {
		this.busy = true;
		ask(operation, (result) -> {
			this.busy = false;
			answer.accept(result);
			next();
			on(new Event.Elapsed());
		});
	}

	@Override
	public void readAll() {
		blocking(this.simulation.store::all, (answer) -> answer.ifPresent(this::on));
	}

	@Override
	public void look() {
		blocking(this.simulation.store::living, (answer) -> answer.ifPresent((living) -> {
			this.looks.looked(this.simulation.now(), Duration.ofNanos(living.least()));
			on(new Event.Members(living.members()));
		}));
	}

	@Override
	public void readOne(String ticker) {
		blocking(() -> this.simulation.store.get(ticker), (answer) -> on(
				answer.isPresent() ? new Event.Read(ticker, answer.get().orElse(null)) : new Event.Unanswered(ticker)));
	}

	@Override
	public void take(Command.Take take) {
		write(take.ticker(), take.expected(),
				take.expected().record().takenBy(String.valueOf(this.id), this.simulation.micros()), null);
	}

	@Override
	public void stop(String ticker) {
		this.runs.get(ticker).stop();
	}

	@Override
	public void abandon(String ticker) {
		Run run = this.runs.get(ticker);
		if (run != null) {
			run.abandon();
		}
	}

	@Override
	public void release(Command.Release release) {
		String id = String.valueOf(this.id);
		blocking(() -> this.simulation.store.get(release.ticker()), (answer) -> {
			if (answer.isEmpty()) {
				on(new Event.Unanswered(release.ticker()));
			}
			else if (answer.get().isEmpty() || !id.equals(answer.get().get().record().owner())) {
				on(new Event.Refused(release.ticker()));
			}
			else {
				Versioned current = answer.get().get();
				write(release.ticker(), current, current.record().handedTo(release.heir(), this.simulation.micros()),
						release.heir());
			}
		});
	}

	private void write(String ticker, Versioned expected, TickerRecord record, @Nullable String heir) {
		blocking(() -> this.simulation.store.compareAndSet(ticker, expected.version(), record), (answer) -> {
			if (answer.isEmpty()) {
				on(new Event.Unanswered(ticker));
			}
			else if (answer.get() == 0) {
				on(new Event.Refused(ticker));
			}
			else {
				if (heir != null) {
					this.simulation.store.notify(heir, ticker);
				}
				on(new Event.Written(ticker, new Versioned(record, answer.get())));
			}
		});
	}

	@Override
	public void start(String ticker) {
		Run run = new Run(ticker, String.valueOf(this.id));
		this.runs.put(ticker, run);
		this.simulation.ledger.started(ticker);
		run.open();
	}

	void freeze(long duration) {
		this.frozen = true;
		this.simulation.ledger.frozen(this.name, this.simulation.now(), duration);
		this.simulation.after(duration, () -> {
			this.frozen = false;
			List<Runnable> steps = List.copyOf(this.frozenSteps);
			this.frozenSteps.clear();
			step(this::checkLease);
			steps.forEach(Runnable::run);
		});
	}

	void cutOff(long duration) {
		this.cutOff = true;
		this.simulation.after(duration, () -> this.cutOff = false);
	}

	void kill() {
		this.up = false;
		this.runs.values().forEach(Run::killed);
		this.simulation.ended(this);
	}

	void drain() {
		step(() -> {
			this.draining = true;
			String id = this.id;
			if (id != null) {
				ask(() -> this.simulation.store.describe(id, new Member(true, this.tickers)), (answer) -> {
				});
			}
			on(new Event.Drain());
		});
	}

	private void end() {
		this.up = false;
		String id = this.id;
		if (id != null) {
			this.simulation.store.ask(this, () -> this.simulation.store.release(id), (answer) -> {
			});
		}
		this.simulation.ended(this);
	}

	/**
	 * A ticker that runs here: what {@link TickerLease} and the runner do.
	 */
	private final class Run {

		private final String ticker;

		private final String owner;

		private Versioned current = new Versioned(TickerRecord.NEW, 0);

		private boolean ticking;

		private boolean stopping;

		private boolean over;

		private long begun;

		private long due;

		private long missed;

		private Run(String ticker, String owner) {
			this.ticker = ticker;
			this.owner = owner;
		}

		private boolean mayTick() {
			return !this.stopping && !this.over && this.owner.equals(SimulatedInstance.this.id)
					&& SimulatedInstance.this.simulation.now() < SimulatedInstance.this.deadline;
		}

		private void open() {
			ask(() -> SimulatedInstance.this.simulation.store.get(this.ticker), (answer) -> {
				if (this.stopping || this.over) {
					finish();
				}
				else if (answer.isEmpty() || answer.get().isEmpty()) {
					open();
				}
				else {
					this.current = answer.get().get();
					TickerRecord record = this.current.record();
					long micros = SimulatedInstance.this.simulation.micros();
					long interval = SimulatedInstance.this.simulation.interval / 1_000;
					this.due = nextDue(record, micros, interval);
					arm();
				}
			});
		}

		private static long nextDue(TickerRecord record, long micros, long interval) {
			if (record.due() == 0 || record.begunAt() == 0) {
				return (record.due() == 0) ? micros : record.due();
			}
			return record.due() + interval * (1 + (record.begunAt() - record.due()) / interval);
		}

		private void arm() {
			long delay = (this.due - SimulatedInstance.this.simulation.micros()) * 1_000;
			after(delay, this::tryTick);
		}

		private void tryTick() {
			if (!mayTick()) {
				if (this.over || this.stopping) {
					finish();
				}
				return;
			}
			this.ticking = true;
			long micros = SimulatedInstance.this.simulation.micros();
			long interval = SimulatedInstance.this.simulation.interval / 1_000;
			this.missed = (micros - this.due) / interval;
			TickerRecord begun = this.current.record().begin(this.due, this.missed, micros);
			long expected = this.current.version();
			ask(() -> SimulatedInstance.this.simulation.store.compareAndSet(this.ticker, expected, begun),
					(answer) -> answered(answer, begun));
		}

		private void answered(Optional<Long> answer, TickerRecord begun) {
			if (answer.isPresent() && answer.get() != 0) {
				this.current = new Versioned(begun, answer.get());
				if (mayTick()) {
					tick();
				}
				else {
					this.ticking = false;
					finishIfAsked();
				}
			}
			else if (!mayTick()) {
				this.ticking = false;
				finishIfAsked();
			}
			else {
				settle(begun);
			}
		}

		/**
		 * Find out whether the record that was written is there, and see to it that it is
		 * now or never.
		 */
		private void settle(TickerRecord begun) {
			ask(() -> SimulatedInstance.this.simulation.store.get(this.ticker), (answer) -> {
				if (answer.isEmpty() && mayTick()) {
					settle(begun);
				}
				else if (answer.isEmpty() || answer.get().isEmpty()
						|| !this.owner.equals(answer.get().get().record().owner())) {
					this.ticking = false;
					finishIfAsked();
				}
				else if (answer.get().get().record().equals(begun)) {
					answered(Optional.of(answer.get().get().version()), begun);
				}
				else {
					this.current = answer.get().get();
					this.ticking = false;
					tryTick();
				}
			});
		}

		private void tick() {
			Simulation simulation = SimulatedInstance.this.simulation;
			this.begun = simulation.now();
			simulation.ledger.begun(this.ticker, this.current.record().number(), this.due, SimulatedInstance.this.name,
					this.begun);
			long longest = Math.min(simulation.interval, Simulation.LEASE) / 2;
			long duration = (long) (longest * simulation.random.nextDouble());
			after(duration, this::tickEnded);
		}

		private void tickEnded() {
			if (!this.ticking) {
				return;
			}
			this.ticking = false;
			Simulation simulation = SimulatedInstance.this.simulation;
			simulation.ledger.ended(this.ticker, this.current.record().number(), simulation.now());
			this.due += simulation.interval / 1_000 * (1 + this.missed);
			TickRecord tick = new TickRecord(this.current.record().number(), Instant.EPOCH, Instant.EPOCH, 0, 0,
					TickRecord.Outcome.SUCCESS, null);
			TickerRecord ended = this.current.record().end(tick, false, simulation.micros());
			end(ended);
		}

		private void end(TickerRecord ended) {
			long expected = this.current.version();
			ask(() -> SimulatedInstance.this.simulation.store.compareAndSet(this.ticker, expected, ended), (answer) -> {
				if (answer.isPresent() && answer.get() != 0) {
					this.current = new Versioned(ended, answer.get());
				}
				else if (mayTick()) {
					settleEnd(ended);
					return;
				}
				goOn();
			});
		}

		private void settleEnd(TickerRecord ended) {
			ask(() -> SimulatedInstance.this.simulation.store.get(this.ticker), (answer) -> {
				if (answer.isEmpty() && mayTick()) {
					settleEnd(ended);
				}
				else if (answer.isPresent() && answer.get().isPresent()
						&& this.owner.equals(answer.get().get().record().owner())) {
					this.current = answer.get().get();
					if (this.current.record().equals(ended)) {
						goOn();
					}
					else {
						end(ended);
					}
				}
				else {
					goOn();
				}
			});
		}

		private void goOn() {
			if (this.stopping || this.over) {
				finish();
			}
			else {
				arm();
			}
		}

		private void stop() {
			this.stopping = true;
			finishIfAsked();
		}

		private void abandon() {
			this.over = true;
			if (this.ticking && this.begun > 0) {
				SimulatedInstance.this.simulation.ledger.ended(this.ticker, this.current.record().number(),
						SimulatedInstance.this.simulation.now());
			}
			this.ticking = false;
			finish();
		}

		private void finishIfAsked() {
			if ((this.stopping || this.over) && !this.ticking) {
				finish();
			}
		}

		private void finish() {
			if (SimulatedInstance.this.runs.remove(this.ticker, this)) {
				SimulatedInstance.this.simulation.ledger.stopped(this.ticker);
				on(new Event.Ended(this.ticker));
			}
		}

		private void killed() {
			SimulatedInstance.this.simulation.ledger.killed(this.ticker, this.current.record().number(),
					SimulatedInstance.this.simulation.now());
		}

	}

}
