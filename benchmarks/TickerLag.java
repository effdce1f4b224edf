import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

import com.sun.management.OperatingSystemMXBean;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

import io.appinfra.net.ticker.Ticker;
import io.appinfra.net.ticker.Tickers;

/**
 * Measures 10,000 tickers at 1 s, spread evenly over the second, while another one blocks
 * for 10 s, beside 10,000 tasks of a {@code ThreadPoolTaskScheduler} at the same rate: how
 * late they are, and what processor time a tick takes. Both take turns, and medians of
 * the rounds are printed.
 */
public class TickerLag {

	private static final int COUNT = 10_000;

	private static final long INTERVAL = 1_000_000_000;

	private static final int ROUNDS = 5;

	private static final int SECONDS = 10;

	private static final int WARM_UP_SECONDS = 5;

	public static void main(String[] args) throws Exception {
		Figures[] pool = new Figures[ROUNDS];
		Figures[] tickers = new Figures[ROUNDS];
		for (int round = -1; round < ROUNDS; round++) {
			Figures ofPool = measurePool();
			Figures ofTickers = measureTickers();
			System.out.printf("round %d: pool %s; tickers %s%n", round + 1, ofPool, ofTickers);
			if (round >= 0) {
				pool[round] = ofPool;
				tickers[round] = ofTickers;
			}
		}
		print("ThreadPoolTaskScheduler, 2 threads", pool);
		print("tickers, while another one blocks ", tickers);
		double[] ratios = new double[ROUNDS];
		Arrays.setAll(ratios, (i) -> tickers[i].microsPerTick() / pool[i].microsPerTick());
		System.out.printf("processor time of a tick, ratio:   %.2f%n", median(ratios));
	}

	private static Figures measurePool() throws InterruptedException {
		ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
		scheduler.setPoolSize(2);
		scheduler.initialize();
		Lags lags = new Lags();
		for (int i = 0; i < COUNT; i++) {
			long offset = i * INTERVAL / COUNT;
			long first = System.nanoTime() + 200_000_000 + offset;
			long[] due = { first };
			scheduler.scheduleAtFixedRate(() -> {
				lags.add(System.nanoTime() - due[0]);
				due[0] += INTERVAL;
			}, Instant.now().plusNanos(200_000_000 + offset), Duration.ofNanos(INTERVAL));
		}
		Figures figures = lags.measure();
		scheduler.shutdown();
		return figures;
	}

	private static Figures measureTickers() throws InterruptedException {
		Lags lags = new Lags();
		CountDownLatch blocked = new CountDownLatch(1);
		AtomicInteger blocks = new AtomicInteger();
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setLogStartupInfo(false);
		application.addInitializers((context) -> register((GenericApplicationContext) context, lags, blocked, blocks));
		try (ConfigurableApplicationContext context = application.run("--spring.main.banner-mode=off",
				"--logging.level.root=error", "--appinfra.net.ticker-defaults.paused=true",
				"--appinfra.net.tickers.blocker.interval=100ms", "--spring.main.register-shutdown-hook=false")) {
			Tickers tickers = context.getBean(Tickers.class);
			tickers.resume("blocker");
			blocked.await();
			long begin = System.nanoTime();
			for (int i = 0; i < COUNT; i++) {
				long offset = i * INTERVAL / COUNT;
				while (System.nanoTime() - begin < offset) {
					LockSupport.parkNanos(begin + offset - System.nanoTime());
				}
				tickers.resume("ticker" + i);
			}
			return lags.measure();
		}
	}

	private static void register(GenericApplicationContext context, Lags lags, CountDownLatch blocked,
			AtomicInteger blocks) {
		for (int i = 0; i < COUNT; i++) {
			context.registerBean("ticker" + i, Ticker.class, () -> (tick) -> lags.add(tick.lateness().toNanos()));
			context.getEnvironment().getSystemProperties().put("appinfra.net.tickers.ticker" + i + ".interval", "1s");
		}
		context.registerBean("blocker", Ticker.class, () -> (tick) -> {
			blocked.countDown();
			blocks.incrementAndGet();
			Thread.sleep(Duration.ofSeconds(10).toMillis());
		});
	}

	private static void print(String what, Figures[] figures) {
		System.out.printf("%s: lag p50 %.0f µs, p99 %.0f µs; %.1f µs of processor time per tick%n", what,
				median(Arrays.stream(figures).mapToDouble(Figures::p50).toArray()),
				median(Arrays.stream(figures).mapToDouble(Figures::p99).toArray()),
				median(Arrays.stream(figures).mapToDouble(Figures::microsPerTick).toArray()));
	}

	private static double median(double[] values) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		return sorted[sorted.length / 2];
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	/**
	 * Lags, in buckets of 10 µs.
	 */
	private static final class Lags {

		private static final OperatingSystemMXBean os = (OperatingSystemMXBean) ManagementFactory
			.getOperatingSystemMXBean();

		private final AtomicLongArray buckets = new AtomicLongArray(100_000);

		private final AtomicBoolean measuring = new AtomicBoolean();

		void add(long nanos) {
			if (this.measuring.get()) {
				this.buckets.incrementAndGet((int) Math.min(Math.max(nanos, 0) / 10_000, this.buckets.length() - 1));
			}
		}

		Figures measure() throws InterruptedException {
			Thread.sleep(WARM_UP_SECONDS * 1000);
			this.measuring.set(true);
			long cpu = os.getProcessCpuTime();
			Thread.sleep(SECONDS * 1000);
			cpu = os.getProcessCpuTime() - cpu;
			this.measuring.set(false);
			long ticks = 0;
			for (int i = 0; i < this.buckets.length(); i++) {
				ticks += this.buckets.get(i);
			}
			return new Figures(percentile(ticks, 0.5), percentile(ticks, 0.99), cpu / 1000.0 / ticks, ticks);
		}

		private double percentile(long ticks, double fraction) {
			long rest = (long) (ticks * fraction);
			int bucket = 0;
			while (rest > this.buckets.get(bucket)) {
				rest -= this.buckets.get(bucket++);
			}
			return (bucket + 0.5) * 10;
		}

	}

	private record Figures(double p50, double p99, double microsPerTick, long ticks) {

		@Override
		public String toString() {
			return "p50 %.0f µs, p99 %.0f µs, %.1f µs/tick, %d ticks".formatted(this.p50, this.p99, this.microsPerTick,
					this.ticks);
		}

	}

}
