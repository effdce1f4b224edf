package io.appinfra.net.faults;

import java.io.IOException;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;

import org.springframework.test.util.ReflectionTestUtils;

import io.appinfra.net.channel.Connection;
import io.appinfra.net.state.StateData;

/**
 * What a tick can do to its process.
 */
enum Fault {

	/**
	 * End the process without a word.
	 */
	HALT {

		@Override
		void commit(StateData store) {
			Runtime.getRuntime().halt(42);
		}

	},

	/**
	 * Take all memory.
	 */
	EXHAUST_MEMORY {

		@Override
		void commit(StateData store) {
			List<byte[]> all = new ArrayList<>();
			while (true) {
				all.add(new byte[8 * 1024 * 1024]);
			}
		}

	},

	/**
	 * Run for good, whatever comes.
	 */
	SPIN {

		@Override
		void commit(StateData store) {
			spin();
		}

	},

	/**
	 * Close the connection for control, but stay alive: keep the lock without which a
	 * process cannot halt.
	 */
	CLOSE_CONTROL {

		@Override
		void commit(StateData store) throws Exception {
			Field lock = Class.forName("java.lang.Shutdown").getDeclaredField("haltLock");
			lock.setAccessible(true);
			Object locks = ReflectionTestUtils.getField(store, "locks");
			Object web = ReflectionTestUtils.getField(locks, "web");
			synchronized (lock.get(null)) {
				((Connection) ReflectionTestUtils.getField(web, "connection")).close();
				spin();
			}
		}

	},

	/**
	 * Close the connection for the shared state.
	 */
	CLOSE_STATE {

		@Override
		void commit(StateData store) {
			Object client = ReflectionTestUtils.getField(store, "client");
			((Connection) ReflectionTestUtils.getField(client, "connection")).close();
		}

	},

	/**
	 * Start a process that keeps the standard streams of this one open, and end.
	 */
	LEAVE_CHILD {

		@Override
		void commit(StateData store) throws IOException {
			Process child = new ProcessBuilder("sleep", "600").inheritIO().start();
			store.setCount("child", child.pid());
			Runtime.getRuntime().halt(43);
		}

	};

	abstract void commit(StateData store) throws Exception;

	private static void spin() {
		while (true) {
			Thread.onSpinWait();
		}
	}

}
