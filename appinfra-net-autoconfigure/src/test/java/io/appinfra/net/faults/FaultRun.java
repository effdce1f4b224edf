package io.appinfra.net.faults;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

import org.awaitility.Awaitility;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

import io.appinfra.net.state.SharedState;
import io.appinfra.net.supervisor.WorkerState;
import io.appinfra.net.supervisor.WorkerStatus;
import io.appinfra.net.supervisor.WorkerSupervisor;
import io.appinfra.net.ticker.TickerStatus;
import io.appinfra.net.ticker.Tickers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application whose web process is this one, and whose workers are real processes.
 */
final class FaultRun implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(180);

	private final ConfigurableApplicationContext context;

	private final WorkerSupervisor supervisor;

	private FaultRun(ConfigurableApplicationContext context) {
		this.context = context;
		this.supervisor = context.getBean(WorkerSupervisor.class);
	}

	static FaultRun start(Class<?> source, List<String> arguments) {
		SpringApplication application = new SpringApplication(source);
		application.setWebApplicationType(WebApplicationType.NONE);
		return new FaultRun(application.run(arguments.toArray(String[]::new)));
	}

	SharedState state() {
		return bean(SharedState.class);
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	TickerStatus ticker(String name) {
		return bean(Tickers.class).status(name);
	}

	WorkerStatus worker(String name) {
		return this.supervisor.workers()
			.stream()
			.filter((worker) -> worker.name().equals(name))
			.findFirst()
			.orElseThrow();
	}

	String reason(String worker) {
		WorkerStatus.LastExit exit = worker(worker).lastExit();
		assertThat(exit).isNotNull();
		return exit.reason();
	}

	void order(Fault fault) {
		state().map("orders", String.class).put("order", fault.name());
	}

	/**
	 * Wait for a process of a worker.
	 * @param worker the name of the worker
	 * @return its process id
	 */
	long awaitUp(String worker) {
		return awaitUpOtherThan(worker, -1);
	}

	long awaitUpOtherThan(String worker, long pid) {
		return Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> worker(worker), (status) -> status.state() == WorkerState.UP && status.pid() != pid)
			.pid();
	}

	void awaitCount(String counter) {
		long before = state().counter(counter).get();
		await(() -> state().counter(counter).get() > before + 2);
	}

	static void await(Callable<Boolean> condition) {
		Awaitility.await().atMost(PATIENCE).until(condition);
	}

	static void signal(String signal, long pid) throws Exception {
		execute("kill", "-" + signal, String.valueOf(pid));
	}

	static void execute(String... command) throws Exception {
		assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
	}

	static boolean isAlive(long pid) {
		return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
	}

	/**
	 * Wait until this process has no child that is a Java, of whichever test.
	 */
	static void awaitNoWorkers() {
		await(() -> ProcessHandle.current()
			.children()
			.noneMatch((child) -> child.isAlive() && child.info().command().orElse("").endsWith("java")));
	}

	void stop() {
		this.context.close();
	}

	@Override
	public void close() {
		stop();
	}

}
