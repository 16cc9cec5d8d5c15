package dev.meanwhile;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMembers;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/** Which room of the house may know which, and what no room may do. */
class ArchitectureTest {

    private static final String HOUSE = "dev.meanwhile..";
    private static final JavaClasses MAIN = new ClassFileImporter().withImportOption(new DoNotIncludeTests())
            .importPackages("dev.meanwhile");

    @ParameterizedTest
    @MethodSource("rooms")
    void knowsOnlyTheRoomsBelow(String room, String... known) {
        classes().that().resideInAPackage(room)
                .should().onlyDependOnClassesThat(resideInAnyPackage(known).or(resideInAPackage(room))
                        .or(not(resideInAPackage(HOUSE))))
                .check(MAIN);
    }

    static Stream<Arguments> rooms() {
        return Stream.of(
                room("home", "number", "web"),
                room("fetch", "web"),
                room("greeting"),
                room("lab", "number", "web"),
                room("number", "web"),
                room("web"));
    }

    private static Arguments room(String name, String... known) {
        return arguments("dev.meanwhile." + name,
                Stream.of(known).map(other -> "dev.meanwhile." + other).toArray(String[]::new));
    }

    @Test
    void hasNoOtherRooms() {
        classes().should().resideInAnyPackage(rooms().map(room -> (String) room.get()[0]).toArray(String[]::new)).check(MAIN);
    }

    @Test
    void neitherSubscribesNorAwaitsNorSleeps() {
        // the lab shows what waiting costs, in one class
        noClasses().that().doNotHaveFullyQualifiedName("dev.meanwhile.lab.BlockingCall")
                .should().callMethod(Uni.class, "subscribe").orShould().callMethod(Uni.class, "await")
                .orShould().callMethod(Uni.class, "subscribeAsCompletionStage")
                .orShould().callMethod(Multi.class, "subscribe")
                .orShould().callMethod(CompletableFuture.class, "get")
                .orShould().callMethod(CompletableFuture.class, "join")
                .orShould().callMethod(Thread.class, "sleep", long.class)
                .check(MAIN);
    }

    @Test
    void injectsThroughConstructorsOnly() {
        noMembers().should().beAnnotatedWith(Inject.class).check(MAIN);
    }
}
