package io.appinfra.net.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.appinfra.net.cluster.record.RecordJson;
import io.appinfra.net.cluster.record.TickerRecord;
import io.appinfra.net.cluster.record.TickerRecords;
import io.appinfra.net.ticker.TickRecord;
import io.appinfra.net.ticker.TickerDefinition;
import io.appinfra.net.ticker.TickerState;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link ClusterNode} with several instances, each with threads and tickers of
 * its own.
 */
@ExtendWith(OutputCaptureExtension.class)
class ClusterNodeTests {

	private static final Duration LEASE = Duration.ofSeconds(2);

	private final LeasedStore store = new LeasedStore(LEASE);

	private final List<TestNode> nodes = new ArrayList<>();

	@AfterEach
	void close() {
		this.nodes.forEach(TestNode::close);
	}

	@Test
	void tickersWhenThereAreInstancesTickOnceAndAreSpread() {
		start("a", "b", "c");
		awaitOwners("t1", "t2", "t3");
		Awaitility.await().until(() -> this.nodes.stream().allMatch((node) -> running(node).count() == 1));
		await(() -> all("t1").size() > 20);
		assertOnceEach("t1", "t2", "t3");
		TestNode standby = this.nodes.stream()
			.filter((node) -> running(node).noneMatch("t1"::equals))
			.findFirst()
			.get();
		assertThat(standby.node().tickers().get("t1").status().state()).isEqualTo(TickerState.STANDBY);
		await(() -> standby.node().tickers().get("t1").status().number() > 20);
		assertThat(standby.node().instances()).containsOnlyKeys("a", "b", "c")
			.allSatisfy((name, instance) -> assertThat(instance.state()).isEqualTo(Instance.State.UP));
	}

	@Test
	void tickersWhenOwnerIsCutOffGoOnElsewhereAndItsTickIsLost(CapturedOutput output) {
		start("a");
		awaitOwners("t1", "t2", "t3");
		TestNode first = this.nodes.get(0);
		first.setTickMillis(60_000);
		await(() -> running(first).count() == 3);
		long before = all("t1").size();
		await(() -> all("t1").size() > before || first.count("tick") > 0);
		start("b");
		first.cutOff(true);
		TestNode second = this.nodes.get(1);
		await(() -> running(second).count() == 3);
		await(() -> second.numbers("t1").size() > 3);
		await(() -> first.count("onStop") == first.count("onStart"));
		assertThat(first.calls()).filteredOn((call) -> call.method().equals("interrupted"))
			.isNotEmpty()
			.allSatisfy((call) -> assertThat(call.stopped()).isTrue());
		first.setTickMillis(0);
		first.cutOff(false);
		await(() -> running(first).count() > 0 && running(second).count() < 3);
		assertOnceEach("t1", "t2", "t3");
		assertThat(second.takeovers()).containsKey(Takeovers.Reason.LOST);
		assertThat(second.lostTicks()).contains("t1");
		assertThat(record("t1").tally().failures()).isPositive();
		assertThat(output).contains("of ticker 't1' is lost and not repeated", "in instance 'a'");
	}

	@Test
	void startWhenStoreDoesNotAnswerJoinsAndListensOnceItDoes() {
		TestNode node = new TestNode(this.store, "a", List.of(define("t1")), Set.of(), true);
		this.nodes.add(node);
		assertThat(node.calls()).isEmpty();
		node.cutOff(false);
		await(() -> node.numbers("t1").size() > 3);
		TestNode other = new TestNode(this.store, "b", List.of(define("t1")), Set.of());
		this.nodes.add(other);
		await(() -> node.node().instances().size() == 2);
		other.node().handOver("t1");
		await(() -> other.numbers("t1").size() > 3);
	}

	@Test
	void tickersWhenInstanceDrainsGoOnElsewhereWithoutAGap() {
		start("a", "b");
		awaitOwners("t1", "t2", "t3");
		await(() -> this.nodes.stream().allMatch((node) -> running(node).count() > 0));
		await(() -> all("t1").size() > 5 && all("t2").size() > 5 && all("t3").size() > 5);
		TestNode leaving = this.nodes.get(0);
		assertThat(leaving.node().drain()).succeedsWithin(Duration.ofSeconds(20));
		TestNode other = this.nodes.get(1);
		await(() -> running(other).count() == 3);
		assertThat(leaving.count("onStop")).isEqualTo(leaving.count("onStart"));
		assertThat(other.takeovers()).containsKey(Takeovers.Reason.HANDED_OVER)
			.doesNotContainKey(Takeovers.Reason.LOST);
		assertThat(other.lostTicks()).isEmpty();
		await(() -> other.node().instances().get("a").state() == Instance.State.DRAINING);
		assertOnceEach("t1", "t2", "t3");
		assertThat(record("t1").tally().failures()).isZero();
	}

	@Test
	void pauseWhenSetByAnotherInstanceCountsForAllAndOutlastsThem() {
		start("a", "b");
		awaitOwners("t1", "t2", "t3");
		for (TestNode node : this.nodes) {
			node.node().tickers().get("t1").pause();
		}
		await(() -> owner("t1").node().tickers().get("t1").status().paused());
		int ticks = all("t1").size();
		CompletableFuture<TickRecord> tick = other("t1").node().tickers().get("t1").trigger();
		assertThat(tick).succeedsWithin(Duration.ofSeconds(20));
		assertThat(all("t1")).hasSize(ticks + 1);
		assertThat(owner("t1").node().drain()).succeedsWithin(Duration.ofSeconds(20));
		await(() -> this.nodes.stream().filter((node) -> running(node).anyMatch("t1"::equals)).count() == 1);
		await(() -> all("t2").size() > ticks + 10);
		assertThat(all("t1")).hasSize(ticks + 1);
		ClusterTickers.Ownership ownership = this.nodes.get(0).node().ownership("t1");
		assertThat(ownership.changedBy()).isIn("a", "b");
		assertThat(ownership.changedAt()).isNotNull();
		this.nodes.get(1).setUser("alice");
		this.nodes.get(1).node().tickers().get("t1").resume();
		await(() -> "alice at b".equals(this.nodes.get(0).node().ownership("t1").changedBy()));
		await(() -> all("t1").size() > ticks + 5);
		assertOnceEach("t1");
	}

	@Test
	void pauseWhenAllInstancesHaveEndedCountsForTheNext() {
		start("a");
		awaitOwners("t1", "t2", "t3");
		TestNode first = this.nodes.remove(0);
		first.node().tickers().get("t1").pause();
		await(() -> first.node().tickers().get("t1").status().paused());
		first.close();
		List<Long> ticked = first.numbers("t1");
		start("b");
		TestNode next = this.nodes.get(0);
		await(() -> next.numbers("t2").size() > 10);
		assertThat(next.numbers("t1")).isEmpty();
		assertThat(next.node().tickers().get("t1").status().paused()).isTrue();
		assertThat(next.node().ownership("t1").changedBy()).isEqualTo("a");
		next.node().tickers().get("t1").resume();
		await(() -> next.numbers("t1").size() > 3);
		assertThat(next.numbers("t1")).startsWith(ticked.get(ticked.size() - 1) + 1);
	}

	@Test
	void startWhenAnotherInstanceHasItsNameIsReportedOnceByTheOther(CapturedOutput output) {
		start("a");
		awaitOwners("t1", "t2", "t3");
		start("a");
		await(() -> output.getOut().contains("has the name of this instance, 'a'"));
		long looks = this.store.looks();
		await(() -> this.store.looks() > looks + 4);
		assertThat(output.getOut().split("has the name of this instance")).hasSize(2);
		await(() -> this.nodes.stream().allMatch((node) -> running(node).count() > 0));
		assertOnceEach("t1", "t2", "t3");
	}

	@Test
	void startWhenItsFormerProcessWasKilledReportsNothing(CapturedOutput output) {
		start("a");
		awaitOwners("t1", "t2", "t3");
		this.nodes.get(0).cutOff(true);
		start("a");
		TestNode next = this.nodes.get(1);
		await(() -> running(next).count() == 3);
		assertThat(output).doesNotContain("has the name of this instance");
	}

	@Test
	void intervalWhenSetByAnotherInstanceCountsForTheOwner() {
		start("a", "b");
		awaitOwners("t1", "t2", "t3");
		other("t1").node().tickers().get("t1").setInterval(Duration.ofDays(1));
		await(() -> Duration.ofDays(1).equals(owner("t1").node().tickers().get("t1").status().interval()));
		await(() -> Duration.ofDays(1).equals(other("t1").node().tickers().get("t1").status().interval()));
	}

	@Test
	void handOverWhenAskedForAtAnyInstanceMovesTheTicker() {
		start("a", "b");
		awaitOwners("t1", "t2", "t3");
		await(() -> this.nodes.stream().allMatch((node) -> running(node).count() > 0));
		TestNode owner = owner("t1");
		TestNode other = other("t1");
		long starts = other.count("onStart");
		other.node().handOver("t1");
		await(() -> other.count("onStart") > starts);
		assertOnceEach("t1", "t2", "t3");
		assertThat(owner.calls()).anyMatch((call) -> call.ticker().equals("t1") && call.method().equals("onStop"));
	}

	@Test
	void tickersWhenTheirWorkerStaysDownGoOnElsewhereUntilItIsBack() {
		start("a", "b");
		TestNode first = this.nodes.get(0);
		TestNode second = this.nodes.get(1);
		first.setReady("t1", false);
		await(() -> running(second).anyMatch("t1"::equals));
		second.setReady("t1", false);
		first.setReady("t1", true);
		await(() -> running(first).anyMatch("t1"::equals));
		assertOnceEach("t1");
		assertThat(second.count("onStop")).isPositive();
	}

	@Test
	void tickersWhenTheirWorkerIsNotUpYetWait() {
		TestNode node = new TestNode(this.store, "a", List.of(define("t1"), define("t2")), Set.of("t1"));
		this.nodes.add(node);
		await(() -> all("t2").size() > 5);
		assertThat(node.node().instances().get("a").tickers()).containsExactly("t2");
		assertThat(all("t1")).isEmpty();
		node.setReady("t1", true);
		awaitOwners("t1");
	}

	@Test
	void instancesWhenManyComeAtOnceAreLookedAtTogether() {
		start("a");
		awaitOwners("t1", "t2", "t3");
		Membership membership = new Membership(this.store.data());
		Set<String> tickers = Set.of("t1", "t2", "t3");
		long looks = this.store.looks();
		for (int i = 0; i < 500; i++) {
			String name = "many-" + i;
			membership.describe(name, new Membership.Description(name, "host", i, Instant.EPOCH, false, tickers));
		}
		await(() -> this.nodes.get(0).node().instances().containsKey("many-499"));
		assertThat(this.nodes.get(0).node().drain()).succeedsWithin(Duration.ofSeconds(60));
		assertThat(this.store.looks() - looks).isLessThan(250);
	}

	@Test
	void numbersWhenStoreHasLostItsDataGoOn() {
		start("a");
		awaitOwners("t1", "t2", "t3");
		await(() -> all("t1").size() > 5);
		this.store.data().clear(TickerRecords.TICKERS);
		int ticks = all("t1").size();
		await(() -> all("t1").size() > ticks + 5);
		assertOnceEach("t1");
	}

	private void start(String... names) {
		for (String name : names) {
			this.nodes.add(new TestNode(this.store, name, List.of(define("t1"), define("t2"), define("t3")), Set.of()));
		}
	}

	private static TickerDefinition define(String name) {
		return TestTickers.cluster(name, Duration.ofMillis(40));
	}

	private void awaitOwners(String... tickers) {
		await(() -> Arrays.stream(tickers).allMatch((ticker) -> !all(ticker).isEmpty()));
	}

	private static void await(Callable<Boolean> condition) {
		Awaitility.await().atMost(60, TimeUnit.SECONDS).until(condition);
	}

	private static Stream<String> running(TestNode node) {
		return node.node()
			.tickers()
			.entrySet()
			.stream()
			.filter((ticker) -> ticker.getValue().status().state() != TickerState.STANDBY)
			.map(Map.Entry::getKey);
	}

	private TestNode owner(String ticker) {
		return Awaitility.await()
			.until(() -> this.nodes.stream()
				.filter((node) -> running(node).anyMatch(ticker::equals))
				.findFirst()
				.orElse(null), (node) -> node != null);
	}

	private TestNode other(String ticker) {
		TestNode owner = owner(ticker);
		return this.nodes.stream().filter((node) -> node != owner).findFirst().orElseThrow();
	}

	private List<Long> all(String ticker) {
		return this.nodes.stream().flatMap((node) -> node.numbers(ticker).stream()).sorted().toList();
	}

	private TickerRecord record(String ticker) {
		return RecordJson.read(this.store.data().get(TickerRecords.TICKERS, ticker).json());
	}

	/**
	 * Each number was ticked once, and its token is greater than that before. What moves
	 * while the calls are read can be missing in the first reading.
	 */
	private void assertOnceEach(String... tickers) {
		Awaitility.await().untilAsserted(() -> assertOnceEachNow(tickers));
	}

	private void assertOnceEachNow(String... tickers) {
		for (String ticker : tickers) {
			List<TestNode.Call> ticks = this.nodes.stream()
				.flatMap((node) -> node.calls().stream())
				.filter((call) -> call.ticker().equals(ticker) && call.method().equals("tick"))
				.sorted(Comparator.comparingLong(TestNode.Call::number))
				.toList();
			assertThat(ticks).extracting(TestNode.Call::number)
				.containsExactlyElementsOf(LongStream.rangeClosed(1, ticks.size()).boxed().toList());
			assertThat(ticks).extracting(TestNode.Call::token).isSorted().doesNotHaveDuplicates();
		}
	}

}
