package io.appinfra.net;

import java.util.Map;
import java.util.Timer;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.AccessTarget.ConstructorCallTarget;
import com.tngtech.archunit.core.domain.AccessTarget.ConstructorReferenceTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packages and the arrows between them.
 */
class ArchitectureTests {

	private static final String ROOT = "io.appinfra.net";

	private static final JavaClasses classes = new ClassFileImporter()
		.withImportOption(new ImportOption.DoNotIncludeTests())
		.importPackages(ROOT);

	@ParameterizedTest
	@CsvSource({ "'',''", "http,''", "http.registration,http|http\\.(routing|limits)", "http.routing,http",
			"http.limits,http|http\\.error", "http.error,http",
			"http.servlet,http|http\\.(registration|routing|limits|error)", "http.websocket,http|http\\.registration",
			"ticker,ticker\\.schedule", "ticker.schedule,''", "ticker.declaration,ticker|ticker\\.schedule",
			"ticker.local,ticker|ticker\\.schedule", "state,''", "state.view,state", "state.local,state",
			"state.json,state", "state.redis,state", "state.jdbc,state", "cluster,ticker|state|cluster\\..*",
			"cluster.coordinator,cluster\\.record", "cluster.record,ticker|state", "channel,''", "process,''",
			"remote.lifecycle,process|channel|ticker.*|state|remote\\..*", "remote.state,channel|state",
			"remote.ticker,channel|ticker|ticker\\.local", "remote.log,channel", "remote.meter,''",
			"remote.connection,''", "supervisor,process|channel|ticker|ticker\\.local|state|remote\\..*",
			"worker,channel|ticker|ticker\\.local|state|remote\\..*|worker\\.context",
			"worker.context,ticker|ticker\\.local|remote\\.connection", "shutdown,''",
			"health,ticker|supervisor|http|state|cluster", "actuate,ticker|supervisor|http|state|cluster",
			"actuate.console,actuate|ticker|supervisor|http|state|cluster",
			"metrics,ticker|supervisor|http|state|cluster|remote\\.meter" })
	void packageWhenUsingOthersUsesOnlyThoseBelowIt(String name, String others) {
		classes().that()
			.resideInAPackage(packageName(name))
			.should(ArchConditions.onlyDependOnClassesThat(describe("are of " + name + " or " + others,
					(JavaClass used) -> isAllowed(used.getPackageName(), name, others))))
			.check(classes);
	}

	private static boolean isAllowed(String used, String name, String others) {
		if (!used.startsWith(ROOT) || used.equals(ROOT) || used.equals(packageName(name))) {
			return true;
		}
		return used.substring(ROOT.length() + 1).matches(others);
	}

	private static String packageName(String name) {
		return name.isEmpty() ? ROOT : ROOT + "." + name;
	}

	@Test
	void packagesWhenUsingEachOtherHaveNoCycles() {
		slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(classes);
	}

	@Test
	void packagesWhenCountedHaveAtMostTwentyFiveFiles() {
		Map<String, Long> files = StreamSupport.stream(classes.spliterator(), false)
			.filter(JavaClass::isTopLevelClass)
			.collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
		assertThat(files).isNotEmpty().allSatisfy((name, count) -> assertThat(count).isLessThanOrEqualTo(25));
	}

	@Test
	void roomsOfHttpWhenLookedForAreUsedByItsWiringAlone() {
		noClasses().that()
			.resideOutsideOfPackages(ROOT + ".http..", ROOT + ".autoconfigure.http")
			.should()
			.dependOnClassesThat()
			.resideInAPackage(ROOT + ".http.*..")
			.check(classes);
	}

	@Test
	void routingWhenUsedKnowsNoServlet() {
		noClasses().that()
			.resideInAPackage(ROOT + ".http.routing")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("jakarta.servlet..")
			.check(classes);
	}

	@Test
	void autoconfigureWhenLookedForIsUsedByNobody() {
		noClasses().that()
			.resideOutsideOfPackage(ROOT + ".autoconfigure..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage(ROOT + ".autoconfigure..")
			.check(classes);
	}

	@Test
	void actuatorWhenUsedIsUsedByViewsAlone() {
		ArchRule rule = noClasses().that()
			.resideOutsideOfPackages(ROOT + ".health", ROOT + ".actuate..", ROOT + ".autoconfigure.health",
					ROOT + ".autoconfigure.actuate")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.boot.actuate..", "org.springframework.boot.health..");
		rule.check(classes);
	}

	@Test
	void micrometerWhenUsedIsUsedByMetricsAlone() {
		noClasses().that()
			.resideOutsideOfPackages(ROOT + ".metrics", ROOT + ".autoconfigure.metrics")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("io.micrometer..")
			.check(classes);
	}

	@Test
	void processAndChannelWhenUsedKnowNoSpring() {
		noClasses().that()
			.resideInAnyPackage(ROOT + ".process", ROOT + ".channel")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework..")
			.check(classes);
	}

	/**
	 * The encoder of logstash writes its fields with Jackson, and in no other way.
	 */
	@Test
	void jacksonWhenUsedIsUsedByWiringAndForFieldsOfLogsAlone() {
		noClasses().that()
			.resideOutsideOfPackages(ROOT + ".autoconfigure..", ROOT + ".state.json")
			.and()
			.haveNameNotMatching(".*\\.remote\\.log\\.StructuredFields(\\$.*)?")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("tools.jackson..")
			.check(classes);
	}

	@Test
	void threadsWhenMadeInheritNothing() {
		noClasses().that()
			.doNotHaveFullyQualifiedName(DetachedThreads.class.getName())
			.should()
			.accessTargetWhere(describe("makes a thread that inherits from its caller", ArchitectureTests::inherits))
			.check(classes);
	}

	private static boolean inherits(JavaAccess<?> access) {
		if (!(access.getTarget() instanceof CodeUnitAccessTarget target)) {
			return false;
		}
		JavaClass owner = target.getOwner();
		boolean constructor = target instanceof ConstructorCallTarget || target instanceof ConstructorReferenceTarget;
		boolean thread = owner.isEquivalentTo(Thread.class) || owner.isEquivalentTo(CustomizableThreadFactory.class)
				|| owner.isEquivalentTo(Timer.class);
		boolean pool = constructor
				? owner.getFullName().matches("java\\.util\\.concurrent\\.(Scheduled)?ThreadPoolExecutor")
				: owner.isEquivalentTo(Executors.class) && target.getName().matches("new.*|defaultThreadFactory");
		return constructor && thread || pool
				&& target.getRawParameterTypes().stream().noneMatch((type) -> type.isEquivalentTo(ThreadFactory.class));
	}

}
