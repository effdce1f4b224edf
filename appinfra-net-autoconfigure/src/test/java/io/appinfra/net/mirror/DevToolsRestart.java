package io.appinfra.net.mirror;

/**
 * Restarts the application as the developer tools do when a class has changed: in the
 * same process, with a class loader of its own.
 */
final class DevToolsRestart {

	private static final String RESTARTER = "org.springframework.boot.devtools.restart.Restarter";

	private static final String RESTARTED = "mirror.restarted";

	private DevToolsRestart() {
	}

	/**
	 * Restart the application, unless that has been done before.
	 * @param worker what the worker sees
	 * @return whether it is restarted, in another thread
	 */
	static boolean once(Reflection worker) throws ReflectiveOperationException {
		boolean first = System.getProperty(RESTARTED) == null;
		if (first) {
			System.setProperty(RESTARTED, "true");
			System.out.println("restart after worker " + worker.pid());
			Class<?> restarter = Class.forName(RESTARTER);
			restarter.getMethod("restart").invoke(restarter.getMethod("getInstance").invoke(null));
		}
		return first;
	}

}
