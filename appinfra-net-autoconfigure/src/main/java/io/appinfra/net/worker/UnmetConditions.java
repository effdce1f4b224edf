package io.appinfra.net.worker;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionEvaluationReport;
import org.springframework.boot.autoconfigure.condition.ConditionEvaluationReport.ConditionAndOutcomes;

/**
 * The conditions of the application's own configuration that are not met in this worker.
 */
final class UnmetConditions {

	private static final int MOST = 5;

	private UnmetConditions() {
	}

	/**
	 * Return the conditions in words.
	 * @param beanFactory the bean factory of the application
	 * @return where each stands and why it is not met, at most five
	 */
	static List<String> of(ConfigurableListableBeanFactory beanFactory) {
		return ConditionEvaluationReport.get(beanFactory)
			.getConditionAndOutcomesBySource()
			.entrySet()
			.stream()
			.filter((source) -> !isOfFramework(source.getKey()) && !source.getValue().isFullMatch())
			.limit(MOST)
			.map(UnmetConditions::text)
			.toList();
	}

	private static boolean isOfFramework(String source) {
		return source.startsWith("org.springframework.") || source.startsWith("io.appinfra.net.autoconfigure.");
	}

	private static String text(Map.Entry<String, ConditionAndOutcomes> source) {
		return StreamSupport.stream(source.getValue().spliterator(), false)
			.filter((outcome) -> !outcome.getOutcome().isMatch())
			.map((outcome) -> outcome.getOutcome().getMessage())
			.collect(Collectors.joining(", ", source.getKey() + " (", ")"));
	}

}
