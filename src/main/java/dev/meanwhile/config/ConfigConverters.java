package dev.meanwhile.config;

import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import org.eclipse.microprofile.config.spi.Converter;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;

/**
 * Converters that reject property values out of range, which stops the application at startup. They replace the Bean
 * Validation annotations, because Hibernate Validator takes a third of the startup time of the main thread.
 */
public final class ConfigConverters {

    private ConfigConverters() {
    }

    // The value is null if the property is empty. SmallRye Config then reports the missing value itself. The message continues the
    // sentence of SmallRye Config: "The config property … with the config value … threw an Exception whilst being converted".
    private static <T> T requireInRange(Predicate<T> range, Converter<T> converter, String text, String description) {
        try {
            T value = converter.convert(text);
            if (value == null || range.test(value)) {
                return value;
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(message(description), e);
        }
        throw new IllegalArgumentException(message(description));
    }

    private static String message(String description) {
        return "because the value must be " + description;
    }

    /** A timeout from 1 ms to 1 h. */
    public static final class TimeoutConverter implements Converter<Duration> {

        @Override
        public Duration convert(String text) {
            return requireInRange(
                    timeout -> timeout.compareTo(Duration.ofMillis(1)) >= 0 && timeout.compareTo(Duration.ofHours(1)) <= 0,
                    new DurationConverter(), text, "from 1ms to 1h");
        }
    }

    /**
     * The origin of a page (RFC 6454): {@code http} or {@code https}, host, and optionally port, without a path. Characters
     * that separate values or directives of a header are rejected.
     */
    public static final class WebOriginConverter implements Converter<String> {

        private static final Pattern ORIGIN = Pattern.compile("https?://([a-z0-9_.-]+|\\[[0-9a-f:.]+])(:[0-9]{1,5})?",
                Pattern.CASE_INSENSITIVE);

        @Override
        public String convert(String text) {
            return requireInRange(origin -> ORIGIN.matcher(origin).matches(), String::strip, text,
                    "an origin such as https://example.org, without a path");
        }
    }

    /** A limit from 1 to 10,000. */
    public static final class LimitConverter implements Converter<Integer> {

        @Override
        public Integer convert(String text) {
            return requireInRange(limit -> limit >= 1 && limit <= 10_000, number -> Integer.valueOf(number.trim()), text,
                    "an integer from 1 to 10000");
        }
    }

    /** A number of retries from 0 to 10. */
    public static final class RetryCountConverter implements Converter<Integer> {

        @Override
        public Integer convert(String text) {
            return requireInRange(retries -> retries >= 0 && retries <= 10, number -> Integer.valueOf(number.trim()), text,
                    "an integer from 0 to 10");
        }
    }

    /** A ratio from 0.01 to 1. */
    public static final class RatioConverter implements Converter<Double> {

        @Override
        public Double convert(String text) {
            return requireInRange(ratio -> ratio >= 0.01 && ratio <= 1, Double::valueOf, text,
                    "a decimal number from 0.01 to 1");
        }
    }

    /** A boolean that is exactly {@code true} or {@code false}; MicroProfile Config reads every other text as false. */
    public static final class StrictBooleanConverter implements Converter<Boolean> {

        @Override
        public Boolean convert(String text) {
            return Boolean.valueOf(requireInRange(Set.of("true", "false")::contains, String::trim, text, "true or false"));
        }
    }

    /** A size from 1 byte to 2 GiB - 1, the maximum length of an array. */
    public static final class MemorySizeLimitConverter implements Converter<MemorySize> {

        @Override
        public MemorySize convert(String text) {
            return requireInRange(size -> size.asBigInteger().signum() > 0 && size.asBigInteger().bitLength() < Integer.SIZE,
                    new MemorySizeConverter(), text, "above 0 and below 2G");
        }
    }
}
