package io.asyncrpc.bridge;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What may know what. */
@AnalyzeClasses(packages = "io.asyncrpc.bridge", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseRulesTest {
    @ArchTest
    static final ArchRule chanceBeginsAtRunTime = noFields()
            .that()
            .areStatic()
            .should()
            .haveRawType(assignableTo(java.util.Random.class))
            .because("a native executable would keep the seed of its build");

    @ArchTest
    static final ArchRule valuesDependOnTheJdkAlone = classes()
            .that(describe("are values of a feature", HouseRulesTest::isValue))
            .and()
            .resideOutsideOfPackage("..broker..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "io.asyncrpc.bridge..");

    @ArchTest
    static final ArchRule onlyConsumersPublishersAndRelaysTouchMessaging = noClasses()
            .that()
            .resideOutsideOfPackage("..broker..")
            .and()
            .haveNameNotMatching(".*(Consumer|Publisher|Relay)")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.rabbitmq..");

    @ArchTest
    static final ArchRule featuresHaveNoCycles =
            slices().matching("io.asyncrpc.bridge.(*)..").should().beFreeOfCycles();

    private static boolean isValue(JavaClass type) {
        return (type.isRecord()
                        || type.isEnum()
                        || (type.isInterface() && type.reflect().isSealed()))
                && !type.getSimpleName().equals("Problem");
    }
}
