package io.appinfra.net.supervisor;

import java.util.ArrayList;
import java.util.List;

import org.springframework.util.ReflectionUtils;

import io.appinfra.net.remote.lifecycle.ProcessListener;
import io.appinfra.net.remote.lifecycle.WorkerProcess;

/**
 * Starts no process, but remembers that it should have.
 */
class FakeLauncher implements WorkerProcess.Launcher {

	final List<FakeProcess> processes = new ArrayList<>();

	Throwable failure;

	boolean endDuringLaunch;

	boolean archiveMissing;

	Boolean archiveWritten;

	@Override
	public WorkerProcess launch(ProcessListener events) {
		if (this.failure != null) {
			ReflectionUtils.rethrowRuntimeException(this.failure);
		}
		FakeProcess process = new FakeProcess(this.processes.size() + 1, events);
		this.processes.add(process);
		if (this.endDuringLaunch) {
			process.end(1);
		}
		return process;
	}

	@Override
	public boolean isArchiveMissing() {
		return this.archiveMissing;
	}

	@Override
	public WorkerProcess launchWriter(ProcessListener events) {
		this.archiveMissing = false;
		return launch(events);
	}

	@Override
	public void writerEnded(boolean written) {
		this.archiveWritten = written;
	}

	FakeProcess newest() {
		return this.processes.get(this.processes.size() - 1);
	}

}
