package io.appinfra.net.http.servlet;

import java.io.IOException;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.web.context.request.async.WebAsyncUtils;

/**
 * A response that ends an asynchronous request whose client is gone. Tomcat does so with
 * {@link jakarta.servlet.AsyncListener#onError}, on which Spring relies; Jetty leaves the
 * request open until its timeout, if it has one.
 */
class LostClientResponse extends HttpServletResponseWrapper {

	private static final Log logger = LogFactory.getLog(LostClientResponse.class);

	private final HttpServletRequest request;

	private LostClientResponse(HttpServletRequest request, HttpServletResponse response) {
		super(response);
		this.request = request;
	}

	/**
	 * Return a response that ends the request, or the same if the web server does that.
	 */
	static HttpServletResponse of(HttpServletRequest request, HttpServletResponse response) {
		boolean jetty = request.getServletContext().getServerInfo().startsWith("jetty/");
		return jetty ? new LostClientResponse(request, response) : response;
	}

	@Override
	public ServletOutputStream getOutputStream() throws IOException {
		return new Output(super.getOutputStream());
	}

	@Override
	public void flushBuffer() throws IOException {
		write(super::flushBuffer);
	}

	private void write(Write write) throws IOException {
		try {
			write.run();
		}
		catch (IOException ex) {
			endRequest();
			throw ex;
		}
	}

	private void endRequest() {
		if (WebAsyncUtils.getAsyncManager(this.request).isConcurrentHandlingStarted()) {
			try {
				this.request.getAsyncContext().complete();
			}
			catch (IllegalStateException ex) {
				logger.debug("Another thread has ended the request", ex);
			}
		}
	}

	private interface Write {

		void run() throws IOException;

	}

	private final class Output extends ServletOutputStream {

		private final ServletOutputStream output;

		private Output(ServletOutputStream output) {
			this.output = output;
		}

		@Override
		public void write(int value) throws IOException {
			LostClientResponse.this.write(() -> this.output.write(value));
		}

		@Override
		public void write(byte[] bytes, int offset, int length) throws IOException {
			LostClientResponse.this.write(() -> this.output.write(bytes, offset, length));
		}

		@Override
		public void flush() throws IOException {
			LostClientResponse.this.write(this.output::flush);
		}

		@Override
		public void close() throws IOException {
			LostClientResponse.this.write(this.output::close);
		}

		@Override
		public boolean isReady() {
			return this.output.isReady();
		}

		@Override
		public void setWriteListener(WriteListener listener) {
			this.output.setWriteListener(listener);
		}

	}

}
