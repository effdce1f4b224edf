package io.appinfra.net.services;

import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * A job that runs at the start, and when a tick starts it.
 */
@Configuration(proxyBeanMethods = false)
class Imports {

	@Bean
	Job importing(JobRepository jobs, Effects effects) {
		Step step = new StepBuilder("copy", jobs).tasklet((contribution, chunk) -> {
			boolean tick = chunk.getStepContext().getJobParameters().containsKey("tick");
			effects.add(tick ? "import by tick" : "import at start");
			return RepeatStatus.FINISHED;
		}).build();
		return new JobBuilder("importing", jobs).start(step).build();
	}

}
