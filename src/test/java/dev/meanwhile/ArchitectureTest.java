package dev.meanwhile;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMembers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.NumberFormat;
import java.util.Formatter;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
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

/**
 * Enforces the allowed dependencies between packages (docs/architecture.md), and the rules for blocking, injection, locales and
 * the length of types.
 */
class ArchitectureTest {

    private static final String PROJECT = "dev.meanwhile..";
    private static final Pattern LONGER = Pattern.compile(" is longer than 150 lines,? because ");
    private static final JavaClasses MAIN = new ClassFileImporter().withImportOption(new DoNotIncludeTests())
            .importPackages("dev.meanwhile");

    @ParameterizedTest
    @MethodSource("packages")
    void packagesDependOnlyOnAllowedPackages(String name, String... allowed) {
        classes().that().resideInAPackage(name)
                .should().onlyDependOnClassesThat(resideInAnyPackage(allowed).or(resideInAPackage(name))
                        .or(not(resideInAPackage(PROJECT))))
                .check(MAIN);
    }

    static Stream<Arguments> packages() {
        return Stream.of(
                dependencies("api"),
                dependencies("config"),
                dependencies("client", "api", "config"),
                dependencies("http.error", "api", "http.content", "http.filter", "ui"),
                dependencies("http.content", "api", "http.filter"),
                dependencies("http.filter", "api"),
                dependencies("http.connection", "http.error", "http.filter"),
                dependencies("http.timeout", "config", "http.connection"),
                dependencies("http.metrics", "http.filter"),
                dependencies("http.health"),
                dependencies("http.tracing"),
                dependencies("logging"),
                dependencies("ui"),
                dependencies("greeting"),
                dependencies("home", "number", "api", "client", "ui"),
                dependencies("number", "api", "client", "config"),
                dependencies("fetch", "api", "client", "config"),
                dependencies("fetch.page", "fetch", "api", "ui"),
                dependencies("lab", "lab.engine", "lab.result", "lab.scenario", "lab.summary", "lab.upstream", "api", "client",
                        "config", "ui"),
                dependencies("lab.scenario", "api"),
                dependencies("lab.result", "lab.scenario"),
                dependencies("lab.summary", "lab.result", "lab.scenario"),
                dependencies("lab.upstream", "lab.scenario", "number", "api", "client"),
                dependencies("lab.engine", "lab.result", "lab.scenario", "lab.summary", "lab.upstream", "client"));
    }

    private static Arguments dependencies(String name, String... allowed) {
        return arguments("dev.meanwhile." + name,
                Stream.of(allowed).map(other -> "dev.meanwhile." + other).toArray(String[]::new));
    }

    @Test
    void hasNoOtherPackages() {
        classes().should().resideInAnyPackage(packages().map(item -> (String) item.get()[0]).toArray(String[]::new))
                .check(MAIN);
    }

    @Test
    void neitherSubscribesNorAwaitsNorSleeps() {
        // exception: the modes of the lab that block a thread share one class
        noClasses().that().doNotHaveFullyQualifiedName("dev.meanwhile.lab.engine.BlockingAwait")
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

    // Digits of the default locale, such as Arabic ones, would make logs and messages unreadable for programs.
    @Test
    void formatsWithoutTheDefaultLocale() {
        noClasses().should().callMethod(String.class, "format", String.class, Object[].class)
                .orShould().callMethod(String.class, "formatted", Object[].class)
                .orShould().callMethod(String.class, "toLowerCase").orShould().callMethod(String.class, "toUpperCase")
                .orShould().callConstructor(Formatter.class)
                .orShould().callMethod(NumberFormat.class, "getInstance")
                .orShould().callConstructor(DecimalFormat.class, String.class)
                .check(MAIN);
    }

    // A logger formats in the default locale. Only %s does not depend on it.
    @Test
    void logsWithFormatsThatDoNotDependOnTheLocale() throws IOException {
        Pattern formattedMessage = Pattern.compile("(?s)\\b(?:trace|debug|info|warn|error|fatal|log)[fv]\\(.*?;");
        Pattern otherThanString = Pattern.compile("%(?![sn%])");
        List<String> messages = sources().stream().flatMap(file -> formattedMessage.matcher(read(file)).results())
                .map(MatchResult::group).toList();

        assertThat(messages).hasSizeGreaterThan(5).noneMatch(message -> otherThanString.matcher(message).find());
    }

    @Test
    void onlyTypesOfMoreThan150LinesSayWhyTheyAreLonger() throws IOException {
        List<Path> longer = sources().stream().filter(file -> read(file).lines().count() > 150).toList();

        assertThat(sources()).filteredOn(file -> LONGER.matcher(javadoc(file)).find())
                .containsExactlyElementsOf(longer);
    }

    /** The text before the declaration of the type, in one line. */
    private static String javadoc(Path file) {
        return read(file).split("(?m)^[a-z ]*\\b(class|interface|record|enum) ")[0].replaceAll("\n \\* ?", " ");
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
