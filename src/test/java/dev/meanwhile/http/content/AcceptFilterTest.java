package dev.meanwhile.http.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

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
        assertThat(RESOURCES.stream().flatMap(AcceptFilterTest::produced).distinct())
                .containsExactlyInAnyOrderElementsOf(AcceptFilter.PRODUCED);
    }

    @Test
    void resourcesWithSeveralMediaTypesDeclareThem() {
        List<? extends Class<?>> several = RESOURCES.stream().filter(type -> produced(type).distinct().count() > 1).toList();

        assertThat(several).hasSize(2).allSatisfy(type -> assertThat(type.getAnnotation(Representations.class).value())
                .containsExactlyInAnyOrderElementsOf(produced(type).distinct().toList()));
    }

    private static Stream<String> produced(Class<?> type) {
        return Stream.concat(Stream.of(type), Stream.of(type.getDeclaredMethods()))
                .map(element -> element.getAnnotation(Produces.class)).filter(Objects::nonNull)
                .flatMap(produces -> Stream.of(produces.value())).map(name -> name.replaceFirst(";.*", ""));
    }
}
