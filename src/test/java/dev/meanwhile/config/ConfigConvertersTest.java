package dev.meanwhile.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.stream.Stream;

import org.eclipse.microprofile.config.spi.Converter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigConvertersTest {

    static Stream<Arguments> accepted() {
        return Stream.of(
                arguments(new ConfigConverters.TimeoutConverter(), "1ms", Duration.ofMillis(1)),
                arguments(new ConfigConverters.TimeoutConverter(), "1", Duration.ofSeconds(1)),
                arguments(new ConfigConverters.TimeoutConverter(), "PT90S", Duration.ofSeconds(90)),
                arguments(new ConfigConverters.TimeoutConverter(), "1h", Duration.ofHours(1)),
                arguments(new ConfigConverters.LimitConverter(), "1", 1),
                arguments(new ConfigConverters.LimitConverter(), " 7 ", 7),
                arguments(new ConfigConverters.LimitConverter(), "10000", 10_000),
                arguments(new ConfigConverters.RetryCountConverter(), "0", 0),
                arguments(new ConfigConverters.RetryCountConverter(), "10", 10),
                arguments(new ConfigConverters.StrictBooleanConverter(), "true", true),
                arguments(new ConfigConverters.StrictBooleanConverter(), " false ", false),
                arguments(new ConfigConverters.RatioConverter(), "0.01", 0.01),
                arguments(new ConfigConverters.RatioConverter(), "1", 1.0));
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void acceptsValuesInRange(Converter<?> converter, String text, Object value) {
        assertThat(converter.convert(text)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({ "1, 1", "64K, 65536", "2147483647, 2147483647" })
    void acceptsSizesOfArrays(String text, long bytes) {
        assertThat(new ConfigConverters.MemorySizeLimitConverter().convert(text).asLongValue()).isEqualTo(bytes);
    }

    @Test
    void returnsNullForAnEmptyValue() {
        assertThat(new ConfigConverters.TimeoutConverter().convert("")).isNull();
        assertThat(new ConfigConverters.MemorySizeLimitConverter().convert("")).isNull();
    }

    static Stream<Arguments> rejected() {
        return Stream.of(
                each(new ConfigConverters.TimeoutConverter(), "0s", "PT0.0009S", "-1s", "3601s", "9223372036854775807", "soon"),
                each(new ConfigConverters.LimitConverter(), "0", "10001", "2147483648", "many", ""),
                each(new ConfigConverters.RetryCountConverter(), "-1", "11"),
                each(new ConfigConverters.StrictBooleanConverter(), "TRUE", "yes", "1", ""),
                each(new ConfigConverters.RatioConverter(), "0", "0.009", "1.1", "NaN", "half", ""),
                each(new ConfigConverters.MemorySizeLimitConverter(), "0", "2G", "2147483648", "lots"))
                .flatMap(rows -> rows);
    }

    @ParameterizedTest
    @MethodSource("rejected")
    void rejectsValuesOutOfRange(Converter<?> converter, String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> converter.convert(text))
                .withMessageMatching(
                        "because the value must be .*(from [\\d.]+\\S* to [\\d.]+|above 0 and below 2G|true or false).*");
    }

    private static Stream<Arguments> each(Converter<?> converter, String... texts) {
        return Stream.of(texts).map(text -> arguments(converter, text));
    }
}
