package io.appinfra.net.worker;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

import io.appinfra.net.DetachedThreads;
import io.appinfra.net.channel.ChannelClient;
import io.appinfra.net.channel.Connection;
import io.appinfra.net.channel.Frame;
import io.appinfra.net.channel.FrameType;
import io.appinfra.net.channel.Hello;
import io.appinfra.net.channel.Outbox;
import io.appinfra.net.channel.ProtocolException;
import io.appinfra.net.channel.Receiver;
import io.appinfra.net.remote.lifecycle.WorkerConfiguration;

/**
 * The connections of a worker to its web process. When one of them ends, or carries what
 * is not expected, the worker ends at once: it would be up and deaf. Safe for use by many
 * threads.
 */
final class WebConnection {

	private static final Duration FLUSH = Duration.ofSeconds(1);

	private final Receiver receiver = new Receiver();

	private final Path socket;

	private final String token;

	private final Connection control;

	private final Outbox outbox;

	private WebConnection(Path socket, String token, Connection control) {
		this.socket = socket;
		this.token = token;
		this.control = control;
		this.outbox = Outbox.open(control, "appinfra-send");
	}

	static WebConnection open(Path socket, String token) throws IOException {
		return new WebConnection(socket, token, ChannelClient.connect(socket, token, Hello.Purpose.CONTROL));
	}

	/**
	 * Open the connection for operations on the shared state.
	 * @return the connection
	 * @throws IOException if it cannot be opened
	 */
	Connection openState() throws IOException {
		return ChannelClient.connect(this.socket, this.token, Hello.Purpose.STATE);
	}

	/**
	 * Receive the configuration, which comes first.
	 * @return the configuration
	 * @throws IOException if anything else comes
	 */
	WorkerConfiguration receiveConfiguration() throws IOException {
		Frame frame = this.control.receive();
		if (frame == null || frame.type() != FrameType.CONFIGURATION) {
			throw new ProtocolException("The web process did not send the configuration");
		}
		return frame.message(WorkerConfiguration.class);
	}

	/**
	 * Return what hands over all that comes after the configuration.
	 * @return the receiver, to register handlers with before {@link #startReceiving}
	 */
	Receiver receiver() {
		return this.receiver;
	}

	/**
	 * Return where to post what is to be sent.
	 * @return the outbox
	 */
	Outbox outbox() {
		return this.outbox;
	}

	void send(Frame frame) {
		this.outbox.postWhenPossible(() -> frame);
	}

	/**
	 * Wait until all that was posted is sent.
	 */
	void flush() {
		this.outbox.flush(FLUSH);
	}

	/**
	 * Receive from now on, in a thread of its own.
	 */
	void startReceiving() {
		DetachedThreads.daemon("appinfra-receive", this::receive).start();
	}

	private void receive() {
		try {
			this.receiver.receive(this.control);
		}
		catch (ProtocolException | RuntimeException | Error ex) {
			Lifeline.unexpected(ex);
		}
		catch (IOException ex) {
			// ends like the end of the stream
		}
		closed();
	}

	/**
	 * End the worker because one of its connections is closed.
	 */
	void closed() {
		Lifeline.connectionClosed(this.socket);
	}

}
