package io.appinfra.net.http.error;

import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import jakarta.servlet.ServletException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.apache.tomcat.util.http.fileupload.FileUploadException;
import org.apache.tomcat.util.http.fileupload.impl.FileCountLimitExceededException;
import org.apache.tomcat.util.http.fileupload.impl.FileSizeLimitExceededException;
import org.apache.tomcat.util.http.fileupload.impl.IOFileUploadException;
import org.apache.tomcat.util.http.fileupload.impl.InvalidContentTypeException;
import org.eclipse.jetty.http.HttpException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.http.HttpStatusCode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for {@link ContainerRefusals}.
 */
class ContainerRefusalsTests {

	private static final Path FULL_DISK = Path.of("/dev/full");

	static Stream<Arguments> failuresOfClients() {
		return Stream.of(arguments(new InvalidParameterException("bad", 400), 400),
				arguments(new InvalidParameterException("large", 413), 413),
				arguments(new FileCountLimitExceededException("parts", 1), 413),
				arguments(new FileSizeLimitExceededException("size", 2, 1), 413),
				arguments(new InvalidContentTypeException("no boundary"), 415),
				arguments(new FileUploadException("broken"), 400),
				arguments(new ServletException(new FileUploadException("broken")), 400),
				arguments(new IllegalStateException(new FileSizeLimitExceededException("size", 2, 1)), 413),
				arguments(new FileUploadException("broken", new FileCountLimitExceededException("parts", 1)), 413),
				arguments(new HttpException.RuntimeException(400, "bad"), 400),
				arguments(new HttpException.IllegalStateException(413, "large"), 413),
				arguments(new IllegalStateException("max length exceeded"), 413),
				arguments(new IllegalStateException("Form with too many keys"), 413));
	}

	@ParameterizedTest
	@MethodSource("failuresOfClients")
	void statusOfWhenRequestIsBadIsThatOfContainer(Exception failure, int status) {
		assertThat(ContainerRefusals.statusOf(failure)).isEqualTo(HttpStatusCode.valueOf(status));
	}

	static Stream<Exception> otherFailures() {
		return Stream.of(new IllegalStateException("mine"), new IOException("mine"),
				new HttpException.IllegalStateException(500, "mine"), new NullPointerException("max"),
				new FileUploadException("no file", new NoSuchFileException("upload.tmp")),
				new HttpException.RuntimeException(400, "no file", new FileNotFoundException("upload.tmp")));
	}

	@ParameterizedTest
	@MethodSource("otherFailures")
	void statusOfWhenRequestIsGoodIsNone(Exception failure) {
		assertThat(ContainerRefusals.statusOf(failure)).isNull();
	}

	@Test
	void statusOfWhenDiskIsFullIsNone() throws IOException {
		assumeThat(Files.exists(FULL_DISK)).as("There is %s", FULL_DISK).isTrue();
		IOException ofStream = catchThrowableOfType(IOException.class, () -> {
			try (OutputStream file = new FileOutputStream(FULL_DISK.toFile())) {
				file.write(1);
			}
		});
		IOException ofChannel = catchThrowableOfType(IOException.class, () -> {
			try (FileChannel file = FileChannel.open(FULL_DISK, StandardOpenOption.WRITE)) {
				file.write(ByteBuffer.allocate(1));
			}
		});
		assertThat(Stream.of(ofStream, ofChannel).map((full) -> new IOFileUploadException("failed", full)))
			.allSatisfy((failure) -> {
				assertThat(ContainerRefusals.statusOf(failure)).isNull();
				assertThat(ContainerRefusals.isFailureOfServer(failure)).isTrue();
			});
		assertThat(ContainerRefusals.statusOf(new HttpException.RuntimeException(400, "bad multipart", ofChannel)))
			.isNull();
	}

	@Test
	void isFailureOfServerWhenClientHasLeftIsFalse() {
		assertThat(ContainerRefusals.isFailureOfServer(new IOException("Connection reset by peer"))).isFalse();
		assertThat(ContainerRefusals.isFailureOfServer(new UncheckedIOException(new NoSuchFileException("a"))))
			.isTrue();
	}

	@Test
	void isTimeoutWhenCausedByTimeoutIsTrue() {
		assertThat(ContainerRefusals.isTimeout(new IOException(new TimeoutException()))).isTrue();
		assertThat(ContainerRefusals.isTimeout(new FileUploadException("slow", new SocketTimeoutException()))).isTrue();
		assertThat(ContainerRefusals.isTimeout(new IOException("slow"))).isFalse();
	}

}
