package dev.meanwhile.nativeimage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;

import io.quarkus.qute.TemplateGlobal;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Checks the input of the native image compiler without building an executable. A class that is used by reflection must be
 * registered. No static field may hold state of the machine that builds. Every included file must be requested by a page.
 */
class NativeImageTest {

    private static final Path SERVICES = Path.of("target", "classes", "META-INF", "services");
    private static final JavaClasses MAIN = new ClassFileImporter().withImportOption(new DoNotIncludeTests())
            .importPackages("dev.meanwhile");
    private static final List<CallSite> CALLS = CallSite.find(Path.of("target", "classes", "dev", "meanwhile"));
    /** Resources that are no files for browsers. */
    private static final Pattern INTERNAL = Pattern.compile(
            "templates/.*\\.html|lab-snippets/[^/]*|META-INF/services/[^/]*|META-INF/quarkus-generated-openapi-doc\\.(JSON|YAML)"
                    + "|META-INF/io\\.netty\\.versions\\.properties");

    private static NativeSources sources;

    @BeforeAll
    static void generateNativeSources() {
        sources = NativeSourcesBuild.run();
    }

    @Test
    void classesNamedInServiceFilesAreRegisteredAndTheFilesIncluded() throws IOException {
        List<String> included = sources.resources();
        List<String> problems = new ArrayList<>();
        List<Path> files;
        try (Stream<Path> list = Files.list(SERVICES)) {
            files = list.toList();
        }
        for (Path file : files) {
            if (!included.contains("META-INF/services/" + file.getFileName())) {
                problems.add(file.getFileName() + " is not included");
            }
            Files.readAllLines(file).stream().map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty() && !sources.hasConstructors(line))
                    .forEach(line -> problems.add(line + " is not registered"));
        }
        assertThat(files).isNotEmpty();
        assertThat(problems).isEmpty();
    }

    @Test
    void classesThatJacksonInstantiatesAreRegistered() {
        Set<String> named = JsonAnnotations.named(MAIN);

        assertThat(named).isNotEmpty();
        assertThat(named).filteredOn(name -> !sources.hasConstructors(name)).isEmpty();
    }

    @Test
    void classesWithJacksonAnnotationsAreRegistered() {
        Set<String> annotated = JsonAnnotations.annotated(MAIN);

        assertThat(annotated).hasSizeGreaterThan(10);
        assertThat(annotated).filteredOn(name -> !sources.hasConstructors(name) || !sources.hasMethods(name)).isEmpty();
    }

    /**
     * An annotation for the API description also registers a class. Without this test, its removal would not fail the build.
     */
    @Test
    void classesThatTheCodeItselfPassesToJacksonAreAnnotated() {
        Set<String> written = JsonCalls.written(CALLS, MAIN);
        Set<String> registered = registeredByAnnotation();

        assertThat(JsonCalls.ofUnknownType(CALLS)).isEmpty();
        assertThat(written).contains("dev.meanwhile.api.Envelope").hasSizeGreaterThan(10);
        assertThat(written).filteredOn(name -> !registered.contains(name)).isEmpty();
    }

    private static Set<String> registeredByAnnotation() {
        Set<String> names = new TreeSet<>();
        for (JavaClass type : MAIN) {
            type.tryGetAnnotationOfType(RegisterForReflection.class).ifPresent(annotation -> {
                Stream.of(annotation.targets()).map(Class::getName).forEach(names::add);
                names.addAll(List.of(annotation.classNames()));
                if (annotation.targets().length + annotation.classNames().length == 0) {
                    names.add(type.getName());
                }
            });
        }
        return names;
    }

    @Test
    void targetsOfReflectionAreRegistered() {
        assertThat(CALLS).anyMatch(call -> call.owner().equals("java.lang.Class") && call.name().equals("forName"));
        assertThat(ReflectiveCalls.ofUnregisteredTargets(CALLS, sources)).isEmpty();
    }

    @Test
    void staticFieldsHoldNoStateOfTheMachineThatBuilds() {
        assertThat(BuildTimeState.find(MAIN)).isEmpty();
    }

    /** Vert.x would read the property when the executable is built, before Quarkus has set it. */
    @Test
    void systemPropertiesOfStaticInitializersAreBuildArguments() {
        assertThat(sources.arguments()).contains("-J-Dvertx.disableWebsockets=true", "-J-Dvertx.disableDnsResolver=true");
    }

    /** Writes the list of all resources to {@code target/native-image-test}. */
    @Test
    void containsTheFilesThatPagesRequestAndNoOthers() throws IOException {
        sources.writeResourceList();
        Collection<String> requested = new RequestedResources(sources).find(templateGlobals());
        List<String> served = sources.resources().stream().filter(RequestedResources::isServed).toList();

        assertThat(requested).hasSizeGreaterThan(10);
        assertThat(served).containsExactlyInAnyOrderElementsOf(requested);
        assertThat(sources.resources()).filteredOn(name -> !RequestedResources.isServed(name)).allMatch(
                name -> INTERNAL.matcher(name).matches());
    }

    private static List<String> templateGlobals() {
        return MAIN.stream().filter(type -> type.isAnnotatedWith(TemplateGlobal.class)).map(JavaClass::reflect)
                .flatMap(type -> Stream.of(type.getDeclaredFields())).filter(field -> Modifier.isStatic(field.getModifiers()))
                .map(NativeImageTest::text).collect(Collectors.toList());
    }

    private static String text(Field field) {
        try {
            field.setAccessible(true);
            return String.valueOf(field.get(null));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
