package io.appinfra.net.autoconfigure.worker;

import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.BeansException;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.web.format.DateTimeFormatters;
import org.springframework.boot.autoconfigure.web.format.WebConversionService;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportSelector;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.format.FormatterRegistry;
import org.springframework.format.support.FormattingConversionService;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import io.appinfra.net.ConditionalOnRole;
import io.appinfra.net.Role;

/**
 * Auto-configuration of what Spring MVC and Spring Security have in web applications
 * alone, although services without a request use it.
 */
@AutoConfiguration
@ConditionalOnRole(Role.WORKER)
public final class WorkerWebAutoConfiguration {

	private static final String AUTHENTICATION = "org.springframework.security.config.annotation.authentication"
			+ ".configuration.AuthenticationConfiguration";

	private static final Log logger = LogFactory.getLog(WorkerWebAutoConfiguration.class);

	/**
	 * Converts as Spring MVC does.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(WebMvcConfigurer.class)
	static class Conversion {

		@Bean
		@ConditionalOnMissingBean(name = "mvcConversionService")
		FormattingConversionService mvcConversionService(ListableBeanFactory beanFactory, Environment environment) {
			String format = "spring.mvc.format.";
			FormattingConversionService conversion = new WebConversionService(
					new DateTimeFormatters().dateFormat(environment.getProperty(format + "date"))
						.timeFormat(environment.getProperty(format + "time"))
						.dateTimeFormat(environment.getProperty(format + "date-time")));
			ApplicationConversionService.addBeans(conversion, beanFactory);
			Stream.of(beanFactory.getBeanNamesForType(WebMvcConfigurer.class, true, false))
				.forEach((name) -> addFormatters(name, beanFactory, conversion));
			return conversion;
		}

		/**
		 * A configurer can need what there is in a web application alone.
		 */
		private static void addFormatters(String configurer, ListableBeanFactory beanFactory,
				FormatterRegistry registry) {
			try {
				beanFactory.getBean(configurer, WebMvcConfigurer.class).addFormatters(registry);
			}
			catch (BeansException ex) {
				logger.warn(
						"A ticker needs 'mvcConversionService', which is without the formatters of '%s' in a worker: "
							.formatted(configurer)
								+ "let formatters be beans, since what else this configures needs a web application",
						ex);
			}
		}

	}

	/**
	 * Configurations that have a password encoder often configure the global
	 * authentication as well.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(name = AUTHENTICATION)
	@ConditionalOnMissingBean(type = AUTHENTICATION)
	@Import(AuthenticationSelector.class)
	static class Authentication {

	}

	static class AuthenticationSelector implements ImportSelector {

		@Override
		public String[] selectImports(AnnotationMetadata importing) {
			return new String[] { AUTHENTICATION };
		}

	}

}
