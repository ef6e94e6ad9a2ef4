package io.asyncrpc.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.asyncrpc.gateway.problem.Problem;
import io.asyncrpc.gateway.problem.ProblemType;
import io.asyncrpc.gateway.route.Route;
import io.asyncrpc.gateway.security.Caller;
import io.asyncrpc.gateway.security.Role;
import io.asyncrpc.gateway.security.Verdict;

@AnalyzeClasses(packages = "io.asyncrpc.gateway", importOptions = DoNotIncludeTests.class)
class HouseRulesTest {
    @ArchTest
    static final ArchRule DOMAIN_VALUES_DEPEND_ON_THE_JDK_ONLY = classes()
            .that()
            .belongToAnyOf(Problem.class, ProblemType.class, Caller.class, Role.class, Verdict.class, Route.class)
            .or()
            .haveSimpleName("RequestTarget")
            .or()
            .haveSimpleName("Method")
            .or()
            .haveSimpleName("Decision")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "io.asyncrpc.gateway..");

    @ArchTest
    static final ArchRule THE_DOOR_KNOWS_NO_SQL = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "io.vertx.sqlclient..", "io.vertx.mutiny.sqlclient..");

    @ArchTest
    static final ArchRule ONLY_CONSUMERS_TOUCH_MESSAGING = noClasses()
            .that()
            .haveNameNotMatching(".*Consumer(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "com.rabbitmq..", "io.vertx.rabbitmq..", "org.eclipse.microprofile.reactive.messaging..");

    @ArchTest
    static final ArchRule FEATURES_HAVE_NO_CYCLES =
            slices().matching("io.asyncrpc.gateway.(*)..").should().beFreeOfCycles();
}
