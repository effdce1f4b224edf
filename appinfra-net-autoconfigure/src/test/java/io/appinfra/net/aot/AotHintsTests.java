package io.appinfra.net.aot;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what processing ahead of time finds out about reflection.
 */
class AotHintsTests {

	private static RuntimeHints hints;

	@BeforeAll
	static void process() {
		DefaultGenerationContext generation = new DefaultGenerationContext(
				new ClassNameGenerator(ClassName.get(AotHintsTests.class)), new InMemoryGeneratedFiles());
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.register(AotHandler.class, AotWorkerTick.class, AotPlace.class);
			new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		}
		hints = generation.getRuntimeHints();
	}

	@Test
	void processWhenBeanIsHandlerKeepsItsMethods() throws NoSuchMethodException {
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(AotHandler.class, "doGet")).accepts(hints);
	}

	@Test
	void processWhenMethodTicksKeepsIt() throws NoSuchMethodException {
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(AotWorkerTick.class, "tell")).accepts(hints);
	}

	@Test
	void processWhenBeanIsNeitherKeepsNothing() throws NoSuchMethodException {
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(AotPlace.class, "name")).rejects(hints);
	}

}
