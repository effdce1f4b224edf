package io.appinfra.net.worker;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.appinfra.net.remote.lifecycle.WorkerConfiguration.MainMethod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link MainMethods}.
 */
class MainMethodsTests {

	private static String called = "";

	@ParameterizedTest
	@ValueSource(classes = { PackagePrivate.class, Instance.class, Inherited.class, Both.class })
	void invokeWhenMethodTakesArgumentsPassesThem(Class<?> type) throws Throwable {
		MainMethods.invoke(new MainMethod(type.getName(), List.of("a", "b c")));
		assertThat(called).isEqualTo("with [a, b c]");
	}

	@ParameterizedTest
	@ValueSource(classes = { WithoutArguments.class, InstanceWithoutArguments.class })
	void invokeWhenMethodTakesNoArgumentsCallsIt(Class<?> type) throws Throwable {
		called = "";
		MainMethods.invoke(new MainMethod(type.getName(), List.of("a")));
		assertThat(called).isEqualTo("without");
	}

	@Test
	void invokeWhenMethodThrowsThrowsTheSame() {
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> MainMethods.invoke(new MainMethod(Throwing.class.getName(), List.of())))
			.withMessage("thrown");
	}

	@Test
	void invokeWhenThereIsNoneSaysWhere() {
		assertThatExceptionOfType(NoSuchMethodException.class)
			.isThrownBy(() -> MainMethods.invoke(new MainMethod(None.class.getName(), List.of())))
			.withMessageContaining(None.class.getName());
	}

	static class PackagePrivate {

		static void main(String[] args) {
			called = "with " + List.of(args);
		}

	}

	static class Instance {

		void main(String[] args) {
			called = "with " + List.of(args);
		}

	}

	static class Inherited extends Instance {

	}

	static class Both {

		static void main(String[] args) {
			called = "with " + List.of(args);
		}

		static void main() {
			called = "without";
		}

	}

	static class WithoutArguments {

		static void main() {
			called = "without";
		}

	}

	static class InstanceWithoutArguments {

		void main() {
			called = "without";
		}

	}

	static class Throwing {

		static void main(String[] args) {
			throw new IllegalStateException("thrown");
		}

	}

	static class None {

	}

}
