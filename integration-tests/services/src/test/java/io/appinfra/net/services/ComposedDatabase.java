package io.appinfra.net.services;

import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionDetailsFactory;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * Says where the database is that Docker Compose has started, which no property does.
 */
class ComposedDatabase extends DockerComposeConnectionDetailsFactory<JdbcConnectionDetails> {

	ComposedDatabase() {
		super("appinfra/h2");
	}

	@Override
	protected JdbcConnectionDetails getDockerComposeConnectionDetails(DockerComposeConnectionSource source) {
		return new Details(source.getRunningService());
	}

	private static final class Details extends DockerComposeConnectionDetails implements JdbcConnectionDetails {

		private final String directory;

		Details(RunningService service) {
			super(service);
			this.directory = String.valueOf(service.env().get("DIRECTORY"));
		}

		@Override
		public String getUsername() {
			return "sa";
		}

		@Override
		public String getPassword() {
			return "";
		}

		@Override
		public String getJdbcUrl() {
			return "jdbc:h2:file:%s/shop;AUTO_SERVER=TRUE".formatted(this.directory);
		}

	}

}
