package io.appinfra.net.sample;

import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Targets}.
 */
class TargetsTests {

	private static final Probe PROBE = new Probe(Instant.EPOCH, true, 200, 1, null, null, 1);

	private final Target target = Target.of("example", "http://example.org/");

	private final Targets targets = new Targets(new InMemoryState());

	@Test
	void addWhenNameIsTakenKeepsTheFirst() {
		assertThat(this.targets.add(this.target)).isTrue();
		assertThat(this.targets.add(Target.of("example", "http://example.net/"))).isFalse();
		assertThat(this.targets.all()).containsExactly(this.target);
	}

	@Test
	void removeWhenThereIsNoneOfThatNameReturnsFalse() {
		this.targets.add(this.target);
		assertThat(this.targets.remove("example")).isTrue();
		assertThat(this.targets.remove("example")).isFalse();
	}

	@Test
	void addProbeAddsToTheTarget() {
		this.targets.add(this.target);
		this.targets.addProbe(this.target, PROBE);
		this.targets.addProbe(this.target, PROBE);
		assertThat(this.targets.get("example")).isEqualTo(this.target.with(PROBE).with(PROBE));
	}

	@Test
	void addProbeWhenTargetWasRemovedMeanwhileDoesNotBringItBack() {
		this.targets.addProbe(this.target, PROBE);
		assertThat(this.targets.all()).isEmpty();
	}

	@Test
	void addProbeWhenTargetWasReplacedMeanwhileIsDropped() {
		Target other = Target.of("example", "http://example.net/");
		this.targets.add(other);
		this.targets.addProbe(this.target, PROBE);
		assertThat(this.targets.get("example")).isEqualTo(other);
	}

}
