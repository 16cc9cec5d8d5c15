package dev.meanwhile.nativeimage;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;

/** Finds the classes that annotations of Jackson apply to, or name. Jackson reads, writes or creates them by reflection. */
final class JsonAnnotations {

    private static final String PROJECT = "dev.meanwhile";
    private static final String JACKSON = "com.fasterxml.jackson.";

    private JsonAnnotations() {
    }

    /** The classes that have an annotation of Jackson, on themselves or on a member, or extend a class of Jackson. */
    static Set<String> annotated(JavaClasses classes) {
        return classes.stream().filter(type -> !type.isInterface() && !type.isAnnotation())
                .filter(type -> annotations(type.reflect()).findAny().isPresent()
                        || Stream.concat(type.getAllRawSuperclasses().stream(), type.getAllRawInterfaces().stream())
                                .anyMatch(parent -> parent.getName().startsWith(JACKSON)))
                .map(JavaClass::getName).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The classes that annotations of Jackson name, such as converters, serializers and builders. */
    static Set<String> named(JavaClasses classes) {
        return classes.stream().flatMap(type -> annotations(type.reflect())).flatMap(JsonAnnotations::namedClasses)
                .filter(type -> !type.isInterface()).map(Class::getName).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<Annotation> annotations(Class<?> type) {
        Stream<AnnotatedElement> elements = Stream.of(Stream.of(type), Stream.of(type.getDeclaredFields()),
                executables(type), executables(type).flatMap(code -> Stream.of(code.getParameters())),
                type.isRecord() ? Stream.of(type.getRecordComponents()) : Stream.<AnnotatedElement> of())
                .flatMap(element -> element);
        return elements.flatMap(element -> Stream.of(element.getAnnotations())).flatMap(JsonAnnotations::expand)
                .filter(annotation -> annotation.annotationType().getName().startsWith(JACKSON));
    }

    private static Stream<Executable> executables(Class<?> type) {
        return Stream.concat(Stream.of(type.getDeclaredMethods()), Stream.of(type.getDeclaredConstructors()));
    }

    /** An annotation of the project may combine annotations of Jackson. */
    private static Stream<Annotation> expand(Annotation annotation) {
        return annotation.annotationType().getName().startsWith(PROJECT)
                ? Stream.concat(Stream.of(annotation),
                        Stream.of(annotation.annotationType().getAnnotations()).flatMap(JsonAnnotations::expand))
                : Stream.of(annotation);
    }

    private static Stream<Class<?>> namedClasses(Annotation annotation) {
        return Stream.of(annotation.annotationType().getDeclaredMethods()).flatMap(member -> namedClasses(annotation, member));
    }

    private static Stream<Class<?>> namedClasses(Annotation annotation, Method member) {
        try {
            Object value = member.invoke(annotation);
            if (value instanceof Class<?> type) {
                return type.equals(member.getDefaultValue()) ? Stream.of() : Stream.of(type);
            }
            if (value instanceof Class<?>[] types) {
                return Arrays.stream(types);
            }
            // such as @JsonSubTypes
            return value instanceof Annotation[] nested ? Stream.of(nested).flatMap(JsonAnnotations::namedClasses)
                    : Stream.of();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
