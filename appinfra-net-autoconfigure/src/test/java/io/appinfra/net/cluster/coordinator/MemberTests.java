package io.appinfra.net.cluster.coordinator;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Member}.
 */
class MemberTests {

	@Test
	void sharingKeepsMembersAndGivesEqualSetsOnce() {
		Map<String, Member> members = Map.of("a", new Member(false, new TreeSet<>(Set.of("one", "two"))), "b",
				new Member(true, new TreeSet<>(Set.of("one", "two"))), "c", new Member(false, Set.of("one")));
		Map<String, Member> sharing = Member.sharing(members);
		assertThat(sharing).isEqualTo(members);
		assertThat(sharing.get("a").tickers()).isSameAs(sharing.get("b").tickers())
			.isNotSameAs(sharing.get("c").tickers());
	}

}
