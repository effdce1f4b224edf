package io.appinfra.net.start;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.CommandLineRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.appinfra.net.Role;

/**
 * What the applications are made of.
 */
final class Parts {

	private Parts() {
	}

	/**
	 * Another application, which is run before and is none of the worker's.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Before {

		@Bean
		CommandLineRunner before() {
			return (args) -> System.out.println("runner of another application in " + Role.current());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Root {

		@Bean
		String fromParent() {
			return "from parent";
		}

		@Bean
		CommandLineRunner runner() {
			return (args) -> System.out.println("runner of the parent in " + Role.current());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Circle {

		@Bean
		Left left() {
			return new Left();
		}

		@Bean
		Right right() {
			return new Right();
		}

	}

	static class Left {

		@Autowired
		Right right;

	}

	static class Right {

		@Autowired
		Left left;

	}

	@Configuration(proxyBeanMethods = false)
	static class Overridden {

		@Bean
		String overridden() {
			return "overridden";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Overriding {

		@Bean("overridden")
		String overriding(Left left, String fromParent) {
			return "overriding " + (left.right.left == left) + " " + fromParent;
		}

	}

}
