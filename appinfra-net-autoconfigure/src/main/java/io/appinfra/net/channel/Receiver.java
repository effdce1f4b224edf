package io.appinfra.net.channel;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/**
 * Hands each frame of a connection to what is registered for its type. Registration comes
 * before {@link #receive}, which calls the handlers in its thread, one at a time.
 */
public final class Receiver {

	private final Map<FrameType, Handler> handlers = new EnumMap<>(FrameType.class);

	/**
	 * Register a handler.
	 * @param type the type of the frames
	 * @param handler handles them
	 * @return this receiver
	 * @throws IllegalStateException if the type has a handler
	 */
	public Receiver on(FrameType type, Handler handler) {
		if (this.handlers.putIfAbsent(type, handler) != null) {
			throw new IllegalStateException(type + " has a handler");
		}
		return this;
	}

	/**
	 * Receive to the end of the stream.
	 * @param connection the connection
	 * @throws ProtocolException if a frame has no handler, or its handler cannot take it
	 * @throws IOException if the connection is or becomes closed at this end
	 */
	public void receive(Connection connection) throws IOException {
		Frame frame = connection.receive();
		while (frame != null) {
			handle(frame);
			frame = connection.receive();
		}
	}

	private void handle(Frame frame) throws IOException {
		Handler handler = this.handlers.get(frame.type());
		if (handler == null) {
			throw new ProtocolException("Unexpected " + frame.type());
		}
		try {
			handler.handle(frame);
		}
		catch (RuntimeException ex) {
			throw new ProtocolException("%s could not be handled: %s".formatted(frame.type(), ex), ex);
		}
	}

	/**
	 * Handles frames of one type.
	 */
	@FunctionalInterface
	public interface Handler {

		/**
		 * Handle a frame. Nothing is received before this returns.
		 * @param frame the frame
		 * @throws IOException if it is not what it should be
		 */
		void handle(Frame frame) throws IOException;

	}

}
