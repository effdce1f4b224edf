package io.appinfra.net.supervisor;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.appinfra.net.supervisor.WorkerCommand.Report;
import io.appinfra.net.supervisor.WorkerRoles.Role;
import io.appinfra.net.supervisor.WorkerRoles.Running;

/**
 * The processes of one worker that have not ended. Used by the event loop of the worker.
 */
final class WorkerProcesses {

	private static final Log logger = LogFactory.getLog(Worker.class);

	private final Map<Long, SupervisedProcess> processes = new HashMap<>();

	private final String worker;

	/**
	 * Create what has no processes.
	 * @param worker the worker in words
	 */
	WorkerProcesses(String worker) {
		this.worker = worker;
	}

	void add(SupervisedProcess process) {
		this.processes.put(process.id(), process);
	}

	void remove(long id) {
		this.processes.remove(id);
	}

	/**
	 * Return the process that has a role, {@code null} if none has it.
	 */
	@Nullable SupervisedProcess in(Role role) {
		return (role instanceof Running running) ? this.processes.get(running.id()) : null;
	}

	/**
	 * Do something with a process, if there is one.
	 * @param id the number of the process
	 * @param action what to do
	 */
	void with(long id, Consumer<SupervisedProcess> action) {
		SupervisedProcess process = this.processes.get(id);
		if (process != null) {
			action.accept(process);
		}
	}

	/**
	 * Return the words for a process: those for the worker, with the process id if it is
	 * known.
	 */
	String name(long id) {
		SupervisedProcess process = this.processes.get(id);
		Long pid = (process != null) ? process.pid() : null;
		return (pid != null) ? "%s (pid %d)".formatted(this.worker, pid) : this.worker;
	}

	void log(Report report) {
		String takesOver = (report.successor() > 0) ? name(report.successor()) + " takes over" : "";
		String text = name(report.process()) + " " + report.text() + takesOver;
		switch (report.level()) {
			case INFO -> logger.info(text);
			case WARN -> logger.warn(text);
			case ERROR -> logger.error(report.lastLines().isEmpty() ? text
					: text + ". Its last output was:\n    " + String.join("\n    ", report.lastLines()));
		}
	}

}
