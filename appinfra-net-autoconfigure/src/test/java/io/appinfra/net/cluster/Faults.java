package io.appinfra.net.cluster;

/**
 * Faults of all kinds by chance.
 */
final class Faults {

	private final Simulation simulation;

	private final int least;

	private final int most;

	Faults(Simulation simulation, int least, int most) {
		this.simulation = simulation;
		this.least = least;
		this.most = most;
	}

	void next() {
		int running = this.simulation.running().size();
		if (running < this.least) {
			this.simulation.start();
			return;
		}
		SimulatedInstance instance = this.simulation.any();
		switch (this.simulation.random.nextInt(7)) {
			case 0 -> instance.kill();
			case 1 -> instance.freeze(Simulation.LEASE / 2);
			case 2 -> instance.freeze(Simulation.LEASE * 2);
			case 3 -> instance.cutOff(Simulation.LEASE / 3);
			case 4 -> instance.cutOff(Simulation.LEASE * 2);
			case 5 -> instance.drain();
			default -> {
				if (running < this.most) {
					this.simulation.start();
				}
			}
		}
	}

}
