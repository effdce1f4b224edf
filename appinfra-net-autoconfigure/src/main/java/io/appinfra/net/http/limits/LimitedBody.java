package io.appinfra.net.http.limits;

import java.io.IOException;
import java.util.zip.ZipException;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.util.unit.DataSize;

import io.appinfra.net.http.error.ClientGone;
import io.appinfra.net.http.error.ContainerRefusals;
import io.appinfra.net.http.error.Refusal;

/**
 * The body of one request, read within the limits of the handler: so many bytes, in so
 * much time. It is refused at the byte that is too much. The time counts while a thread
 * waits for the client, not while the handler is busy. Used by one thread at a time.
 */
final class LimitedBody extends ServletInputStream {

	private final HttpServletRequest request;

	private final @Nullable DataSize maxSize;

	private final BodyWaits waits;

	private final long announced;

	private @Nullable ServletInputStream stream;

	private @Nullable BodySource source;

	private volatile long waitedNanos;

	private volatile @Nullable BodyWait wait;

	private long counted;

	private boolean nonBlocking;

	private boolean finished;

	private boolean failed;

	LimitedBody(HttpServletRequest request, @Nullable DataSize maxSize, BodyWaits waits) {
		this.request = request;
		this.maxSize = maxSize;
		this.waits = waits;
		this.announced = request.getContentLengthLong();
	}

	/**
	 * Refuse a body of more bytes than are allowed.
	 */
	static void checkSize(long bytes, @Nullable DataSize maxSize) {
		if (maxSize != null && bytes > maxSize.toBytes()) {
			throw Refusal.bodyTooLarge(maxSize);
		}
	}

	/**
	 * Open the stream, unless that has been done.
	 */
	LimitedBody open() throws IOException {
		stream();
		return this;
	}

	boolean isOpen() {
		return this.stream != null;
	}

	private ServletInputStream stream() throws IOException {
		ServletInputStream result = this.stream;
		if (result == null) {
			result = this.request.getInputStream();
			this.stream = result;
		}
		return result;
	}

	@Override
	public int read() throws IOException {
		byte[] next = new byte[1];
		return (read(next, 0, 1) != -1) ? next[0] & 0xFF : -1;
	}

	@Override
	public int read(byte[] bytes, int offset, int length) throws IOException {
		ServletInputStream stream = stream();
		if (this.nonBlocking || length == 0) {
			int count = stream.read(bytes, offset, length);
			count(count);
			return count;
		}
		return readBytes(stream.available(), () -> stream.read(bytes, offset, length));
	}

	@Override
	public int available() throws IOException {
		return stream().available();
	}

	@Override
	public void close() throws IOException {
		stream().close();
	}

	@Override
	public boolean isFinished() {
		return this.stream != null && this.stream.isFinished();
	}

	@Override
	public boolean isReady() {
		return this.stream != null && this.stream.isReady();
	}

	@Override
	public void setReadListener(ReadListener listener) {
		if (this.stream == null) {
			throw new IllegalStateException("The body has not been opened");
		}
		this.nonBlocking = true;
		this.stream.setReadListener(listener);
	}

	/**
	 * Read some bytes.
	 * @param available how many bytes can be read without waiting
	 * @return how many bytes were read, or -1 at the end
	 */
	int readBytes(int available, BodyRead<Integer, RuntimeException> read) throws IOException {
		boolean waits = !this.finished && (this.announced == -1 || available == 0);
		int count = waits ? waitFor(read) : attempt(read);
		count(count);
		return count;
	}

	private void count(int bytes) {
		this.counted += Math.max(bytes, 0);
		this.finished = bytes == -1 || this.counted == this.announced;
		checkSize(this.counted, this.maxSize);
	}

	/**
	 * Have the web server read the whole body.
	 */
	<T extends @Nullable Object, E extends Exception> T readAll(BodyRead<T, E> read) throws IOException, E {
		T result = readByServer(read);
		long received = source().received();
		this.finished = this.finished || received > 0;
		checkSize(received, this.maxSize);
		return result;
	}

	private <T extends @Nullable Object, E extends Exception> T readByServer(BodyRead<T, E> read)
			throws IOException, E {
		try {
			return isThere() ? attempt(read) : waitFor(read);
		}
		catch (Refusal refusal) {
			throw refusal;
		}
		catch (Exception ex) {
			if (ContainerRefusals.isFailureOfServer(ex)) {
				throw ex;
			}
			throw Refusal.badBody(HttpStatus.BAD_REQUEST);
		}
	}

	/**
	 * Return whether the rest of the body can be read without waiting for it.
	 */
	boolean isThere() {
		return this.finished || (this.announced != -1 && source().available() >= this.announced - this.counted);
	}

	boolean hasFailed() {
		return this.failed;
	}

	/**
	 * Return what the web server knows of the body.
	 */
	BodySource source() {
		BodySource result = this.source;
		if (result == null) {
			result = BodySource.of(this.request);
			this.source = result;
		}
		return result;
	}

	private <T extends @Nullable Object, E extends Exception> T waitFor(BodyRead<T, E> read) throws IOException, E {
		BodyWait wait = this.waits.begin(source(), this.counted, this.waitedNanos);
		if (wait == null) {
			this.failed = true;
			throw Refusal.tooManyBodies();
		}
		this.wait = wait;
		T result;
		try {
			result = attempt(read);
		}
		catch (Throwable ex) {
			end(wait);
			throw ex;
		}
		end(wait);
		return result;
	}

	/**
	 * End the wait, whatever has come of it.
	 * @throws Refusal if another thread has ended it
	 */
	private void end(BodyWait wait) {
		Refusal refusal = this.waits.end(wait);
		this.waitedNanos = wait.nanos();
		this.wait = null;
		if (refusal != null) {
			this.failed = true;
			throw refusal;
		}
	}

	private <T extends @Nullable Object, E extends Exception> T attempt(BodyRead<T, E> read) throws IOException, E {
		try {
			return read.read();
		}
		catch (Exception ex) {
			this.failed = true;
			source().takeBackAnswer();
			Refusal refusal = refusal(ex);
			if (refusal != null) {
				throw refusal;
			}
			throw ex;
		}
	}

	/**
	 * Return what the client is answered where the failure is its doing.
	 */
	private static @Nullable Refusal refusal(Exception failure) {
		HttpStatusCode status = ContainerRefusals.statusOf(failure);
		if (status != null) {
			return Refusal.badBody(status);
		}
		if (ContainerRefusals.isTimeout(failure)) {
			return Refusal.bodyTooSlow();
		}
		if (failure instanceof ZipException) {
			return Refusal.badBody(HttpStatus.BAD_REQUEST);
		}
		return ClientGone.isCauseOf(failure) ? Refusal.bodyIncomplete() : null;
	}

	/**
	 * Return how long threads have waited for the body, in nanoseconds. Called by any
	 * thread.
	 */
	long waitedNanos() {
		BodyWait wait = this.wait;
		return (wait != null) ? wait.nanos() : this.waitedNanos;
	}

}
