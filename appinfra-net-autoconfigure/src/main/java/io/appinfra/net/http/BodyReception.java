package io.appinfra.net.http;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.function.Supplier;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.web.context.request.async.AsyncRequestNotUsableException;

/**
 * Reads a request body as it arrives, without a thread that waits for it (Jakarta Servlet
 * 6.1 section 3.7), and has the container dispatch the request once that is over.
 */
final class BodyReception implements ReadListener, AsyncListener {

	private static final Log logger = LogFactory.getLog(BodyReception.class);

	private static final String ATTRIBUTE = BodyReception.class.getName();

	private static final int CHUNK_SIZE = 8 * 1024;

	private final HttpServletRequest request;

	private final HttpServletResponse response;

	private final AsyncContext context;

	private final ServletInputStream input;

	private final Deadlines deadlines;

	private BodySink sink;

	private @Nullable Future<?> deadline;

	private boolean ended;

	private volatile boolean taken;

	private @Nullable Throwable failure;

	BodyReception(HttpServletRequest request, HttpServletResponse response, Deadlines deadlines, BodySink sink)
			throws IOException {
		this.request = request;
		this.response = response;
		this.input = request.getInputStream();
		this.deadlines = deadlines;
		this.sink = sink;
		this.context = request.startAsync(request, response);
		this.context.setTimeout(0);
	}

	/**
	 * Return the reception that has ended with this dispatch of the request, or
	 * {@code null} if it is another dispatch.
	 */
	static @Nullable BodyReception takeFrom(HttpServletRequest request) {
		BodyReception reception = (BodyReception) request.getAttribute(ATTRIBUTE);
		if (reception != null) {
			request.removeAttribute(ATTRIBUTE);
			reception.taken = true;
		}
		return reception;
	}

	void start() {
		this.context.addListener(this);
		try {
			this.input.setReadListener(this);
		}
		catch (UnsupportedOperationException | IllegalStateException ex) {
			logger.debug("A filter gives the request a body that can only be read at once", ex);
			continueWith(this.sink.leave());
			end(null);
		}
	}

	/**
	 * Have the reception end with a failure unless it has ended by then.
	 */
	void endAfter(Duration limit, Supplier<Throwable> reason) {
		cancelDeadline();
		this.deadline = this.deadlines.schedule(limit, () -> end(reason.get()));
	}

	private void cancelDeadline() {
		if (this.deadline != null) {
			this.deadline.cancel(false);
		}
	}

	/**
	 * Have what comes from now on go to another sink.
	 */
	void continueWith(BodySink sink) {
		this.sink.close();
		this.sink = sink;
	}

	@Override
	public void onDataAvailable() throws IOException {
		byte[] chunk = new byte[CHUNK_SIZE];
		while (!isEnded() && this.input.isReady() && !this.input.isFinished()) {
			int length = this.input.read(chunk);
			if (length > 0) {
				take(chunk, length);
			}
		}
	}

	/**
	 * Keep what has arrived. That this fails is not the client's doing, and has to be
	 * told: what a listener throws looks like a broken connection.
	 */
	private void take(byte[] chunk, int length) {
		try {
			this.sink.take(this, chunk, length);
		}
		catch (IOException | RuntimeException ex) {
			end(ex);
		}
	}

	@Override
	public void onAllDataRead() {
		end(this.sink.isComplete() ? null : clientGone(null));
	}

	@Override
	public void onError(Throwable ex) {
		end(clientGone(ex));
	}

	private static Throwable clientGone(@Nullable Throwable cause) {
		return new AsyncRequestNotUsableException("The client has gone before its body arrived",
				(cause instanceof IOException) ? cause : null);
	}

	private synchronized boolean isEnded() {
		return this.ended;
	}

	void end(@Nullable Throwable failure) {
		synchronized (this) {
			if (this.ended) {
				return;
			}
			this.ended = true;
			this.failure = failure;
		}
		cancelDeadline();
		dispatch();
	}

	private void dispatch() {
		this.request.setAttribute(ATTRIBUTE, this);
		try {
			this.context.dispatch();
		}
		catch (IllegalStateException ex) {
			logger.debug("The container has ended the request", ex);
		}
	}

	/**
	 * End a request whose connection is broken. Tomcat does not take back the error
	 * because of the dispatch.
	 */
	@Override
	public void onError(AsyncEvent event) {
		if (!this.taken) {
			this.response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
			event.getAsyncContext().complete();
		}
	}

	@Override
	public void onComplete(AsyncEvent event) {
		this.sink.close();
	}

	@Override
	public void onTimeout(AsyncEvent event) {
	}

	@Override
	public void onStartAsync(AsyncEvent event) {
		event.getAsyncContext().addListener(this);
	}

	BodySink sink() {
		return this.sink;
	}

	/**
	 * Return why the body was not received as a whole, {@code null} if it was.
	 */
	synchronized @Nullable Throwable failure() {
		return this.failure;
	}

}
