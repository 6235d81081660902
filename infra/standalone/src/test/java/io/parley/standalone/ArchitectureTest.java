package io.parley.standalone;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Tag;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.r2dbc.core.DatabaseClient;

/** What DESIGN and STYLE promise about who may know whom, held by the build. */
@Tag("architecture")
@AnalyzeClasses(packages = "io.parley", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String[] MODULES = {"ingress", "router", "store", "agentgateway", "outbound"};

    @ArchTest
    static final ArchRule modules_meet_only_in_the_contract = slices().matching(
                    "io.parley.(ingress|router|store|agentgateway|outbound)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(inModule("agentgateway"), inModule("store"))
            .because("a module that imports another cannot be scaled or replaced alone; only agent-gateway asks store");

    @ArchTest
    static final ArchRule nobody_but_the_whole_knows_the_parts = noClasses()
            .that()
            .resideInAnyPackage("io.parley.contract..", "io.parley.runtime..", "io.parley.evolution..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(packagesOf(MODULES))
            .because("what is shared must not know who shares it");

    @ArchTest
    static final ArchRule the_contract_needs_no_framework = noClasses()
            .that()
            .resideInAPackage("io.parley.contract..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.springframework..", "reactor..", "org.apache.kafka..", "io.r2dbc..", "io.lettuce..")
            .because("the contract outlives the frameworks");

    @ArchTest
    static final ArchRule only_the_store_speaks_sql = noClasses()
            .that()
            .resideOutsideOfPackages("io.parley.store..", "io.parley.services..")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(DatabaseClient.class, JdbcOperations.class)
            .because("the store owns every table, migration and query");

    @ArchTest
    static final ArchRule packages_are_free_of_cycles =
            slices().matching("io.parley.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule only_bindings_block = methods()
            .that()
            .areDeclaredInClassesThat()
            .resideInAnyPackage(packagesOf(MODULES))
            .and()
            .areDeclaredInClassesThat()
            .haveNameNotMatching(".*Binding(\\$.*)?")
            .should(notBlock())
            .because("everything else runs on event loops");

    @ArchTest
    static final ArchRule every_package_says_what_may_be_null =
            classes().that().resideInAPackage("io.parley..").should(beInAMarkedPackage());

    private static String[] packagesOf(String... modules) {
        return java.util.Arrays.stream(modules)
                .map(it -> "io.parley." + it + "..")
                .toArray(String[]::new);
    }

    private static DescribedPredicate<JavaClass> inModule(String module) {
        return JavaClass.Predicates.resideInAPackage("io.parley." + module + "..");
    }

    private static ArchCondition<com.tngtech.archunit.core.domain.JavaMethod> notBlock() {
        Set<String> blocking = Set.of("block", "blockFirst", "blockLast", "blockOptional");
        return new ArchCondition<>("not block on a Publisher") {
            @Override
            public void check(com.tngtech.archunit.core.domain.JavaMethod method, ConditionEvents events) {
                for (JavaMethodCall call : method.getMethodCallsFromSelf()) {
                    if (call.getTargetOwner().getPackageName().startsWith("reactor.core.publisher")
                            && blocking.contains(call.getTarget().getName())) {
                        events.add(SimpleConditionEvent.violated(method, call.getDescription()));
                    }
                }
            }
        };
    }

    private static ArchCondition<JavaClass> beInAMarkedPackage() {
        return new ArchCondition<>("be in a @NullMarked package") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                    events.add(SimpleConditionEvent.violated(
                            type, type.getPackageName() + " has no package-info.java with @NullMarked"));
                }
            }
        };
    }
}
