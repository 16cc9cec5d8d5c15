package dev.meanwhile.nativeimage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** The input of the native image compiler: its arguments, its configuration, and the JAR files. */
final class NativeSources {

    private final List<String> arguments;
    private final List<JsonNode> reflection = new ArrayList<>();
    private final Map<String, Path> jarsByResource = new TreeMap<>();
    private final List<Pattern> includes;
    private final List<Pattern> excludes;

    NativeSources(Path directory) throws IOException {
        this.arguments = List.of(Files.readString(directory.resolve("native-image.args")).split(" "));
        List<Path> jars;
        try (Stream<Path> files = Files.walk(directory)) {
            jars = files.filter(file -> file.toString().endsWith(".jar"))
                    // the class path starts with the application
                    .sorted(Comparator.comparing(Path::getNameCount)).toList();
        }
        for (Path jar : jars) {
            try (JarFile file = new JarFile(jar.toFile())) {
                for (Enumeration<JarEntry> entries = file.entries(); entries.hasMoreElements();) {
                    JarEntry entry = entries.nextElement();
                    if (!entry.isDirectory()) {
                        jarsByResource.putIfAbsent(entry.getName(), jar);
                    }
                }
            }
        }
        json("META-INF/native-image/reflect-config.json").forEach(reflection::add);
        JsonNode resources = json("META-INF/native-image/resource-config.json").path("resources");
        this.includes = patterns(resources.path("includes"));
        this.excludes = patterns(resources.path("excludes"));
    }

    private JsonNode json(String name) throws IOException {
        return new ObjectMapper().readTree(read(name));
    }

    private static List<Pattern> patterns(JsonNode items) {
        return stream(items).map(item -> Pattern.compile(item.path("pattern").asText())).toList();
    }

    private static Stream<JsonNode> stream(JsonNode items) {
        return StreamSupport.stream(items.spliterator(), false);
    }

    /** The arguments of {@code native-image}. */
    List<String> arguments() {
        return arguments;
    }

    /** Whether the constructors of a class can be called by reflection. */
    boolean hasConstructors(String className) {
        return isRegistered(className, "allDeclaredConstructors",
                entry -> stream(entry.path("methods")).anyMatch(method -> "<init>".equals(method.path("name").asText())));
    }

    /** Whether the methods of a class can be called by reflection. */
    boolean hasMethods(String className) {
        return isRegistered(className, "allDeclaredMethods", entry -> false);
    }

    private boolean isRegistered(String className, String all, Predicate<JsonNode> otherwise) {
        return reflection.stream().filter(entry -> className.equals(entry.path("name").asText()))
                .anyMatch(entry -> entry.path(all).asBoolean() || otherwise.test(entry));
    }

    /** The names of all resources of the class path, in the executable or not. */
    Stream<String> classPathResources() {
        return jarsByResource.keySet().stream();
    }

    /** The names of the resources that become part of the executable. */
    List<String> resources() {
        return classPathResources().filter(name -> matchesAny(includes, name) && !matchesAny(excludes, name)).toList();
    }

    private static boolean matchesAny(List<Pattern> patterns, String name) {
        return patterns.stream().anyMatch(pattern -> pattern.matcher(name).matches());
    }

    /** The text of a resource of the class path. */
    String read(String resource) {
        try (JarFile jar = new JarFile(jarsByResource.get(resource).toFile());
                InputStream stream = jar.getInputStream(jar.getEntry(resource))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the size and the name of each resource of the executable. */
    void writeResourceList() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String name : resources()) {
            try (JarFile jar = new JarFile(jarsByResource.get(name).toFile())) {
                lines.add("%,11d %s".formatted(jar.getEntry(name).getSize(), name));
            }
        }
        Files.write(NativeSourcesBuild.TARGET.resolve("resources.txt"), lines);
    }
}
