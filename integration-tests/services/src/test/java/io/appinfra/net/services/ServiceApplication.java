package io.appinfra.net.services;

import java.sql.SQLException;
import java.util.Properties;

import jakarta.jms.ConnectionFactory;
import org.h2.tools.Server;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.web.client.RestTemplate;

/**
 * A service with entities, modules, jobs, a queue and a registry.
 */
@SpringBootApplication
@EnableScheduling
@EnableAsync
public class ServiceApplication {

	public static void main(String[] args) {
		SpringApplication.run(ServiceApplication.class, args);
	}

	@Bean
	CommandLineRunner firstShelves(Shelves shelves, Effects effects) {
		return (args) -> {
			effects.add("runner");
			shelves.save(new Shelf(1));
			shelves.save(new Shelf(2));
		};
	}

	@Bean
	ConnectionFactory connectionFactory() {
		return Broker.connectionFactory();
	}

	@Bean
	JobDetail countingJob() {
		return JobBuilder.newJob(CountingJob.class).withIdentity("counting").storeDurably().build();
	}

	@Bean
	Trigger countingTrigger(JobDetail countingJob) {
		return TriggerBuilder.newTrigger()
			.forJob(countingJob)
			.withSchedule(SimpleScheduleBuilder.repeatSecondlyForever())
			.build();
	}

	/**
	 * As it is done without Boot's support: a container starts it, no lifecycle bean.
	 */
	@Bean(initMethod = "start", destroyMethod = "shutdown", defaultCandidate = false)
	Scheduler ownScheduler(Effects effects) throws SchedulerException {
		Properties properties = new Properties();
		properties.put(StdSchedulerFactory.PROP_SCHED_INSTANCE_NAME, "own");
		properties.put("org.quartz.threadPool.threadCount", "1");
		Scheduler scheduler = new StdSchedulerFactory(properties).getScheduler();
		scheduler.getContext().put(OwnJob.EFFECTS, effects);
		scheduler.scheduleJob(JobBuilder.newJob(OwnJob.class).build(),
				TriggerBuilder.newTrigger().withSchedule(SimpleScheduleBuilder.repeatSecondlyForever()).build());
		return scheduler;
	}

	@Bean
	static StatementWatch statementWatch(ObjectProvider<Effects> effects) {
		return new StatementWatch(effects);
	}

	/**
	 * A server that the application runs itself, as for its tests.
	 */
	@Bean(initMethod = "start", destroyMethod = "stop")
	Server server(Effects effects) throws SQLException {
		effects.add("embedded server");
		return Server.createTcpServer("-tcpPort", "0");
	}

	/**
	 * Exports what is measured.
	 */
	@Bean
	CountingMeters countingMeters(Effects effects) {
		return new CountingMeters(effects);
	}

	@Bean
	@LoadBalanced
	RestTemplate restTemplate() {
		return new RestTemplate();
	}

}
