package dev.meanwhile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;

/** Compares the table of {@code docs/configuration.md} with the configuration interfaces: names and defaults. */
class ConfigurationDocumentationTest {

    private static final Path DOCUMENT = Path.of("docs", "configuration.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(meanwhile\\.[^`]+)` \\| (?:`([^`]*)`|[^|]*) \\|");
    private static final String NO_DEFAULT = "";

    @Test
    void listsEveryPropertyWithItsDefault() throws IOException {
        Map<String, String> properties = new TreeMap<>();
        new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("dev.meanwhile").stream()
                .filter(type -> type.isAnnotatedWith(ConfigMapping.class)).map(JavaClass::reflect)
                .forEach(type -> addProperties(type.getAnnotation(ConfigMapping.class).prefix(), type, properties));

        Map<String, String> documented = ROW.matcher(Files.readString(DOCUMENT)).results().collect(Collectors.toMap(
                row -> row.group(1), row -> row.group(2) == null ? NO_DEFAULT : row.group(2)));

        assertThat(properties).hasSizeGreaterThan(10);
        assertThat(documented).containsExactlyInAnyOrderEntriesOf(properties);
    }

    private static void addProperties(String prefix, Class<?> group, Map<String, String> properties) {
        Stream.of(group.getMethods()).forEach(method -> {
            String name = prefix + "." + method.getAnnotation(WithName.class).value();
            if (method.getReturnType().getPackageName().startsWith("dev.meanwhile")) {
                addProperties(name, method.getReturnType(), properties);
            } else {
                properties.put(name, defaultOf(method));
            }
        });
    }

    private static String defaultOf(Method method) {
        WithDefault annotation = method.getAnnotation(WithDefault.class);
        return annotation == null ? NO_DEFAULT : annotation.value();
    }
}
