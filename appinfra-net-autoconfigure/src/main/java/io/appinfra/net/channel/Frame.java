package io.appinfra.net.channel;

import org.jspecify.annotations.Nullable;

/**
 * The unit of what is sent over a {@link Connection}.
 *
 * @param type what it is
 * @param id what relates an answer to its question, 0 where there is none
 * @param body the content, whose form depends on the type
 */
public record Frame(FrameType type, long id, byte[] body) {

	private static final byte[] NOTHING = new byte[0];

	/**
	 * Create a frame that asks nothing and carries nothing.
	 * @param type what it is
	 * @return the frame
	 */
	public static Frame empty(FrameType type) {
		return empty(type, 0);
	}

	/**
	 * Create a frame that carries nothing.
	 * @param type what it is
	 * @param id what relates an answer to its question
	 * @return the frame
	 */
	public static Frame empty(FrameType type, long id) {
		return new Frame(type, id, NOTHING);
	}

	/**
	 * Create a frame that asks nothing and carries a message.
	 * @param type what it is
	 * @param message the message: a text or a record
	 * @return the frame
	 */
	public static Frame of(FrameType type, Object message) {
		return of(type, 0, message);
	}

	/**
	 * Create a frame that carries a message.
	 * @param type what it is
	 * @param id what relates an answer to its question
	 * @param message the message: a text or a record
	 * @return the frame
	 */
	public static Frame of(FrameType type, long id, Object message) {
		return new Frame(type, id, MessageCodec.write(message));
	}

	/**
	 * Create a frame that carries a message, or nothing.
	 * @param type what it is
	 * @param id what relates an answer to its question
	 * @param message the message: a text or a record, {@code null} for none
	 * @return the frame
	 */
	public static Frame ofNullable(FrameType type, long id, @Nullable Object message) {
		return (message != null) ? of(type, id, message) : empty(type, id);
	}

	/**
	 * Read the message that the frame carries, if it carries one.
	 * @param <T> the type of the message
	 * @param messageType the type of the message
	 * @return the message, {@code null} if the frame carries nothing
	 * @throws ProtocolException if it cannot be read as that type
	 */
	public <T> @Nullable T messageIfAny(Class<T> messageType) throws ProtocolException {
		return (this.body.length > 0) ? message(messageType) : null;
	}

	/**
	 * Read the message that the frame carries.
	 * @param <T> the type of the message
	 * @param messageType the type of the message
	 * @return the message
	 * @throws ProtocolException if it cannot be read as that type
	 */
	public <T> T message(Class<T> messageType) throws ProtocolException {
		return MessageCodec.read(this.body, messageType);
	}

}
