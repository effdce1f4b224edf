package io.appinfra.net.services;

import org.quartz.JobExecutionContext;

import org.springframework.scheduling.quartz.QuartzJobBean;

/**
 * A job that the scheduler runs.
 */
class CountingJob extends QuartzJobBean {

	private final Effects effects;

	CountingJob(Effects effects) {
		this.effects = effects;
	}

	@Override
	protected void executeInternal(JobExecutionContext context) {
		this.effects.add("job");
	}

}
