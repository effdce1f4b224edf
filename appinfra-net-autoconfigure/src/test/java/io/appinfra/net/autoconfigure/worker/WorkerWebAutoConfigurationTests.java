package io.appinfra.net.autoconfigure.worker;

import java.net.InetAddress;
import java.time.LocalDate;

import jakarta.servlet.ServletContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.converter.Converter;
import org.springframework.format.FormatterRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WorkerWebAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class WorkerWebAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WorkerWebAutoConfiguration.class))
		.withPropertyValues("appinfra.net.role=WORKER", "spring.mvc.format.date=dd.MM.yyyy");

	@Test
	void conversionServiceWhenInWorkerConvertsAsSpringMvcDoes(CapturedOutput output) {
		this.contextRunner.withUserConfiguration(LengthConverter.class, Formats.class, OfTheWeb.class)
			.run((context) -> {
				ConversionService conversion = context.getBean(ConversionService.class);
				assertThat(conversion.convert(LocalDate.of(2026, 2, 1), String.class)).isEqualTo("01.02.2026");
				assertThat(conversion.convert("four", Length.class)).isEqualTo(new Length(4));
				assertThat(conversion.convert(InetAddress.getLoopbackAddress(), Length.class)).isEqualTo(new Length(7));
				assertThat(output).containsOnlyOnce("without the formatters of")
					.contains("without the formatters of 'workerWebAutoConfigurationTests.OfTheWeb'");
			});
	}

	@Test
	void conversionServiceWhenInWebProcessIsLeftToSpringMvc() {
		this.contextRunner.withPropertyValues("appinfra.net.role=WEB")
			.run((context) -> assertThat(context).doesNotHaveBean(ConversionService.class));
	}

	record Length(int value) {

	}

	static class LengthConverter implements Converter<String, Length> {

		@Override
		public Length convert(String source) {
			return new Length(source.length());
		}

	}

	static class Formats implements WebMvcConfigurer {

		@Override
		public void addFormatters(FormatterRegistry registry) {
			registry.addConverter(InetAddress.class, Length.class, (address) -> new Length(7));
		}

	}

	@Lazy
	static class OfTheWeb implements WebMvcConfigurer {

		OfTheWeb(ServletContext servletContext) {
		}

	}

}
