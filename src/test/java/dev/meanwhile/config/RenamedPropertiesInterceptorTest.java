package dev.meanwhile.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import dev.meanwhile.LogRecorder;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;

class RenamedPropertiesInterceptorTest {

    private static final int DEFAULTS = Integer.MIN_VALUE;
    private static final int APPLICATION_PROPERTIES = 250;
    private static final int SYSTEM_PROPERTIES = 400;

    @ParameterizedTest
    @MethodSource("renamedProperties")
    void readsTheFormerName(String formerName, String newName) {
        SmallRyeConfig config = config(source(APPLICATION_PROPERTIES, formerName, "former"),
                source(DEFAULTS, newName, "default"));

        assertThat(config.getValue(newName, String.class)).isEqualTo("former");
    }

    @ParameterizedTest
    @MethodSource("renamedProperties")
    void readsTheFormerNameOfAnEnvironmentVariable(String formerName, String newName) {
        String variable = formerName.replaceAll("[^A-Za-z0-9]", "_").toUpperCase();
        SmallRyeConfig config = config(new EnvConfigSource(Map.of(variable, "former"), 300),
                source(DEFAULTS, newName, "default"));

        assertThat(config.getValue(newName, String.class)).isEqualTo("former");
    }

    @ParameterizedTest
    @MethodSource("renamedProperties")
    void prefersTheNewNameOfTheSameSource(String formerName, String newName) {
        SmallRyeConfig config = config(
                new PropertiesConfigSource(Map.of(formerName, "former", newName, "new"), "file", APPLICATION_PROPERTIES));

        assertThat(config.getValue(newName, String.class)).isEqualTo("new");
    }

    @ParameterizedTest
    @MethodSource("renamedProperties")
    void prefersTheSourceOfTheHigherOrdinal(String formerName, String newName) {
        SmallRyeConfig config = config(source(SYSTEM_PROPERTIES, formerName, "former"),
                source(APPLICATION_PROPERTIES, newName, "new"));

        assertThat(config.getValue(newName, String.class)).isEqualTo("former");
    }

    @ParameterizedTest
    @MethodSource("renamedProperties")
    void logsOneWarningForAFormerName(String formerName, String newName) {
        SmallRyeConfig config = config(source(SYSTEM_PROPERTIES, formerName, "former"));
        try (LogRecorder log = new LogRecorder(RenamedPropertiesInterceptor.class.getName())) {
            RenamedPropertiesInterceptor.warnAboutFormerNames(new StartupEvent(), config);

            assertThat(log.entries()).singleElement().satisfies(entry -> assertThat(entry.message()).isEqualTo(
                    "The property " + formerName + " is deprecated and will be removed in version 2. Use " + newName
                            + " instead."));
        }
    }

    @ParameterizedTest
    @MethodSource("renamedProperties")
    void logsNothingForANewName(String formerName, String newName) {
        assumeThat(formerName).isNotEqualTo(newName);
        SmallRyeConfig config = config(source(SYSTEM_PROPERTIES, newName, "new"));
        try (LogRecorder log = new LogRecorder(RenamedPropertiesInterceptor.class.getName())) {
            RenamedPropertiesInterceptor.warnAboutFormerNames(new StartupEvent(), config);

            assertThat(log.entries()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("renamedProperties")
    void listsTheNewNameOnly(String formerName, String newName) {
        for (String name : List.of(formerName, newName)) {
            List<String> names = new ArrayList<>();
            config(source(SYSTEM_PROPERTIES, name, "value")).getPropertyNames().forEach(names::add);

            assertThat(names).containsOnlyOnce(newName).doesNotContain(formerName);
        }
    }

    static Stream<Arguments> renamedProperties() {
        return RenamedPropertiesInterceptor.NEW_NAMES.entrySet().stream()
                .map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    private static PropertiesConfigSource source(int ordinal, String name, String value) {
        return new PropertiesConfigSource(Map.of(name, value), "source " + ordinal, ordinal);
    }

    private static SmallRyeConfig config(org.eclipse.microprofile.config.spi.ConfigSource... sources) {
        return new SmallRyeConfigBuilder().withInterceptors(new RenamedPropertiesInterceptor()).withSources(sources).build();
    }
}
