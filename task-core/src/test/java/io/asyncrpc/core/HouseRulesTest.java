package io.asyncrpc.core;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.ArrayList;
import java.util.List;

/** What may know what. */
@AnalyzeClasses(packages = "io.asyncrpc.core", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseRulesTest {
    @ArchTest
    static final ArchRule chanceBeginsAtRunTime = noFields()
            .that()
            .areStatic()
            .should()
            .haveRawType(assignableTo(java.util.Random.class))
            .because("a native executable would keep the seed of its build");

    /** They leave in a {@code Response}, which does not tell the build what is in it. */
    @ArchTest
    static void pagesAndTheirItemsAreRegisteredForNativeExecutables(JavaClasses all) {
        List<JavaClass> pages = all.stream()
                .filter(type -> type.isRecord()
                        && type.isTopLevelClass()
                        && type.getSimpleName().endsWith("Page"))
                .toList();
        assertThat(pages).isNotEmpty();
        for (JavaClass page : pages) {
            JavaType items = page.getField("items").getType();
            List<JavaClass> told = new ArrayList<>(items.getAllInvolvedRawTypes());
            told.add(page);
            assertThat(told)
                    .filteredOn(type -> type.getPackageName().startsWith("io.asyncrpc"))
                    .allMatch(type -> type.isAnnotatedWith(RegisterForReflection.class));
        }
    }

    @ArchTest
    static final ArchRule valuesDependOnTheJdkAlone = classes()
            .that()
            .resideInAnyPackage("..task..", "..report..", "..dispatch..")
            .and(describe("are values of a feature", HouseRulesTest::isValue))
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "io.asyncrpc.core..");

    @ArchTest
    static final ArchRule rulesOfATaskKnowNothingAroundThem = classes()
            .that()
            .haveNameMatching(".*\\.task\\.(Task|TaskDraft|TaskWork|RingPolicy|TaskId|Decision|TaskEvent|WaitReason)")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "io.asyncrpc.core.task..");

    @ArchTest
    static final ArchRule onlyStoresTouchSql = noClasses()
            .that()
            .haveNameNotMatching(".*(Store|TaskRow|TaskWrite|PreparedPool|ClockTicker|ProblemMapper|DataFault)(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.vertx.mutiny.sqlclient..", "io.vertx.sqlclient..", "io.vertx.pgclient..", "java.sql..")
            .because("DataFault and ProblemMapper only look at the kind of the failure");

    @ArchTest
    static final ArchRule onlyConsumersPublishersAndRelaysTouchMessaging = noClasses()
            .that()
            .haveNameNotMatching(".*(Consumer|Publisher|Relay|BrokerConnections|dispatch\\.Outgoing)(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "com.rabbitmq..",
                    "org.eclipse.microprofile.reactive.messaging..",
                    "io.smallrye.reactive.messaging..");

    @ArchTest
    static final ArchRule featuresHaveNoCycles =
            slices().matching("io.asyncrpc.core.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule timeIsInjected = noClasses()
            .that()
            .haveNameNotMatching(".*DatabaseClock")
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule publishingIsOursAlone = noClasses()
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("org.eclipse.microprofile.reactive.messaging.Emitter")
            .orShould()
            .beAnnotatedWith("org.eclipse.microprofile.reactive.messaging.Outgoing")
            .because("the connector's confirms leave sends pending for ever when the broker is restarted");

    /** A name that ends in a role, or one that is made of parts (a reader, a row), is no value. */
    private static boolean isValue(JavaClass type) {
        return type.getEnclosingClass().isEmpty()
                && (type.isRecord()
                        || type.isEnum()
                        || (type.isInterface() && type.reflect().isSealed()))
                && !type.getName()
                        .matches(".*(Resource|Client|Consumer|Publisher|Store|Config|Relay|Query|Body|Outgoing)");
    }
}
