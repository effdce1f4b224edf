package io.appinfra.net.autoconfigure.http;

import io.appinfra.net.ConditionalOnRole;
import io.appinfra.net.Role;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.ContinueResponseTiming;
import org.apache.coyote.http11.AbstractHttp11Protocol;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;

/**
 * Auto-configuration of Tomcat that has it ask for the body of a request
 * ({@code 100 Continue}) when the body is read, as Jetty does, and not before it is known
 * whether the request is refused.
 */
@AutoConfiguration
@ConditionalOnWebApplication(type = Type.SERVLET)
@ConditionalOnClass({ AbstractHttp11Protocol.class, ConfigurableTomcatWebServerFactory.class })
@ConditionalOnRole(Role.WEB)
public final class TomcatContinueAutoConfiguration {

	@Bean
	@Order(0)
	WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> tomcatContinueCustomizer() {
		return (factory) -> factory.addConnectorCustomizers(TomcatContinueAutoConfiguration::continueOnRead);
	}

	private static void continueOnRead(Connector connector) {
		if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> protocol) {
			protocol.setContinueResponseTiming(ContinueResponseTiming.ON_REQUEST_BODY_READ.toString());
		}
	}

}
