package dev.meanwhile.http.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

import org.junit.jupiter.api.Test;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;

import dev.meanwhile.api.Representations;

class AcceptFilterTest {

    private static final List<? extends Class<?>> RESOURCES = new ClassFileImporter()
            .withImportOption(new DoNotIncludeTests()).importPackages("dev.meanwhile").stream()
            .filter(type -> type.isAnnotatedWith(Path.class) && !type.isInterface()).map(JavaClass::reflect).toList();

    @Test
    void knowsEveryMediaTypeThatAResourceProduces() {
        assertThat(RESOURCES.stream().flatMap(AcceptFilterTest::producedByAll).distinct())
                .containsExactlyInAnyOrderElementsOf(AcceptFilter.PRODUCED);
    }

    /** The methods of one path may be in several classes. */
    @Test
    void resourcesWithSeveralMediaTypesDeclareThem() {
        Map<String, Set<String>> producedByPath = new TreeMap<>();
        RESOURCES.forEach(type -> resourceMethods(type).forEach(method -> producedByPath
                .computeIfAbsent(path(type, method), path -> new TreeSet<>()).addAll(produced(type, method))));
        producedByPath.values().removeIf(types -> types.size() < 2);

        assertThat(producedByPath).containsOnlyKeys("//fetch", "//gather", "/lab/runs");
        assertThat(RESOURCES).allSatisfy(type -> assertThat(resourceMethods(type)).allSatisfy(method -> {
            Set<String> several = producedByPath.get(path(type, method));
            if (several != null) {
                assertThat(type.getAnnotation(Representations.class).value()).containsExactlyInAnyOrderElementsOf(several);
            }
        }));
    }

    private static List<Method> resourceMethods(Class<?> type) {
        return Stream.of(type.getDeclaredMethods()).filter(method -> method.isAnnotationPresent(GET.class)).toList();
    }

    private static String path(Class<?> type, Method method) {
        Path path = method.getAnnotation(Path.class);
        return type.getAnnotation(Path.class).value() + (path == null ? "" : path.value());
    }

    private static List<String> produced(Class<?> type, Method method) {
        List<String> ofMethod = produced(method).toList();
        return ofMethod.isEmpty() ? produced(type).toList() : ofMethod;
    }

    private static Stream<String> producedByAll(Class<?> type) {
        return Stream.concat(Stream.of(type), Stream.of(type.getDeclaredMethods())).flatMap(AcceptFilterTest::produced);
    }

    private static Stream<String> produced(AnnotatedElement element) {
        return Stream.ofNullable(element.getAnnotation(Produces.class)).flatMap(produces -> Stream.of(produces.value()))
                .map(name -> name.replaceFirst(";.*", ""));
    }
}
