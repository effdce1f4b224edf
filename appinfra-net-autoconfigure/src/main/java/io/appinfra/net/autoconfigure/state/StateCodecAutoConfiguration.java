package io.appinfra.net.autoconfigure.state;

import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import io.appinfra.net.state.StateCodec;
import io.appinfra.net.state.json.JacksonStateCodec;

/**
 * Auto-configuration of how shared values are written, alike in the web process and in
 * workers.
 */
@AutoConfiguration
public final class StateCodecAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	StateCodec stateCodec(ObjectProvider<JsonMapper> mapper) {
		return new JacksonStateCodec(() -> mapper.getIfUnique(() -> JsonMapper.builder().findAndAddModules().build()));
	}

}
