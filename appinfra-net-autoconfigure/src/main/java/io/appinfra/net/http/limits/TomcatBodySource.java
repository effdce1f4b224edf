package io.appinfra.net.http.limits;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletRequest;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.RequestFacade;
import org.apache.catalina.connector.Response;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.coyote.AbstractProcessor;
import org.apache.coyote.ActionCode;
import org.apache.tomcat.util.net.Nio2Channel;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;

/**
 * The body of a request to Tomcat. A thread that waits for bytes goes on when there are
 * some, when they have ended, or at the timeout of the connection, which begins again
 * with each byte. So a wait is ended by an end of the input, after which the answer can
 * still be sent.
 */
final class TomcatBodySource implements BodySource {

	private static final Log logger = LogFactory.getLog(TomcatBodySource.class);

	private static final @Nullable Access ACCESS = Access.find();

	private final Access access;

	private final Request request;

	private TomcatBodySource(Access access, Request request) {
		this.access = access;
		this.request = request;
	}

	static boolean isRequest(ServletRequest request) {
		return request instanceof RequestFacade;
	}

	static BodySource of(ServletRequest request) {
		return (ACCESS != null) ? new TomcatBodySource(ACCESS, ACCESS.request(request)) : UNKNOWN;
	}

	@Override
	public long received() {
		return this.request.getCoyoteRequest().getBytesRead();
	}

	@Override
	public long available() {
		org.apache.coyote.Request coyoteRequest = this.request.getCoyoteRequest();
		coyoteRequest.action(ActionCode.AVAILABLE, Boolean.FALSE);
		return coyoteRequest.getAvailable();
	}

	@Override
	public void end(Thread reader, int before) {
		if (isStream()) {
			reader.interrupt();
		}
		else {
			endInput();
		}
	}

	@Override
	public void abandon() {
		if (!isStream()) {
			endInput();
		}
	}

	private void endInput() {
		try {
			endInput(this.access.socket(this.request).getSocket());
		}
		catch (IOException ex) {
			logger.debug("The connection has ended by itself", ex);
		}
	}

	/**
	 * Return whether this is one of many requests on a connection. A thread that waits
	 * for bytes of it can be interrupted.
	 */
	private boolean isStream() {
		return this.request.getProtocol().startsWith("HTTP/2");
	}

	private static void endInput(Object socket) throws IOException {
		if (socket instanceof NioChannel channel) {
			channel.getIOChannel().shutdownInput();
		}
		else if (socket instanceof Nio2Channel channel) {
			channel.getIOChannel().shutdownInput();
		}
	}

	@Override
	public void takeBackAnswer() {
		Response response = this.request.getResponse();
		if (!response.isCommitted() && response.isSuspended()) {
			this.request.removeAttribute(RequestDispatcher.ERROR_EXCEPTION);
			response.setSuspended(false);
			response.resetError();
		}
	}

	/**
	 * Reaches what Tomcat has no public way to.
	 */
	private record Access(Field requestOfFacade, Field hookOfRequest, Method socketOfHook) {

		static @Nullable Access find() {
			Field request = ReflectionUtils.findField(RequestFacade.class, "request", Request.class);
			Field hook = ReflectionUtils.findField(org.apache.coyote.Request.class, "hook");
			Method socket = ReflectionUtils.findMethod(AbstractProcessor.class, "getSocketWrapper");
			if (request == null || hook == null || socket == null) {
				logger.warn("This version of Tomcat is unknown: a client that sends nothing of its request body holds"
						+ " its thread until the timeout of the connection, whatever read-timeout and"
						+ " min-body-rate of the handler are.");
				return null;
			}
			ReflectionUtils.makeAccessible(request);
			ReflectionUtils.makeAccessible(hook);
			ReflectionUtils.makeAccessible(socket);
			return new Access(request, hook, socket);
		}

		Request request(ServletRequest facade) {
			return (Request) required(ReflectionUtils.getField(this.requestOfFacade, facade));
		}

		SocketWrapperBase<?> socket(Request request) {
			Object processor = required(ReflectionUtils.getField(this.hookOfRequest, request.getCoyoteRequest()));
			return (SocketWrapperBase<?>) required(ReflectionUtils.invokeMethod(this.socketOfHook, processor));
		}

		private static Object required(@Nullable Object value) {
			if (value == null) {
				throw new IllegalStateException("The request has ended");
			}
			return value;
		}

	}

}
