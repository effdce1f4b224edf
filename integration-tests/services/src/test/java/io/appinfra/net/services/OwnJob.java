package io.appinfra.net.services;

import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.SchedulerException;

/**
 * A job of a scheduler that is a bean with an init method.
 */
public class OwnJob implements Job {

	static final String EFFECTS = "effects";

	@Override
	public void execute(JobExecutionContext context) throws JobExecutionException {
		try {
			((Effects) context.getScheduler().getContext().get(EFFECTS)).add("own job");
		}
		catch (SchedulerException ex) {
			throw new JobExecutionException(ex);
		}
	}

}
