package io.asyncrpc.scheduler;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.asyncrpc.scheduler", importOptions = DoNotIncludeTests.class)
class HouseRulesTest {
    @ArchTest
    static final ArchRule DOMAIN_VALUES_DEPEND_ON_THE_JDK_ONLY = classes()
            .that()
            .areRecords()
            .or()
            .haveSimpleName("TickAge")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "io.asyncrpc.scheduler..");

    @ArchTest
    static final ArchRule THE_CLOCK_KNOWS_NO_SQL_YET = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "io.vertx.sqlclient..", "io.vertx.mutiny.sqlclient..");

    @ArchTest
    static final ArchRule ONLY_PUBLISHERS_AND_THEIR_WIRING_TOUCH_THE_BROKER = noClasses()
            .that()
            .haveSimpleNameNotEndingWith("Publisher")
            .and()
            .haveSimpleNameNotEndingWith("Wiring")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.rabbitmq..");

    @ArchTest
    static final ArchRule FEATURES_HAVE_NO_CYCLES =
            slices().matching("io.asyncrpc.scheduler.(*)..").should().beFreeOfCycles();
}
