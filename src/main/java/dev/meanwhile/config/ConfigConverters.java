package dev.meanwhile.config;

import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;

import org.eclipse.microprofile.config.spi.Converter;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;

/**
 * Converters that refuse what is out of a property's range; that stops the start. Hibernate Validator would do the same, but
 * takes a third of the main thread's time until then.
 */
public final class ConfigConverters {

    private ConfigConverters() {
    }

    // null is an empty duration or size, of which SmallRye Config says what is wrong
    private static <T> T requireInRange(Predicate<T> range, T value, String description) {
        if (value != null && !range.test(value)) {
            throw new IllegalArgumentException("it must be " + description);
        }
        return value;
    }

    /** How long to wait: from 1 ms to 1 h. */
    public static final class TimeoutConverter implements Converter<Duration> {

        @Override
        public Duration convert(String text) {
            return requireInRange(time -> time.compareTo(Duration.ofMillis(1)) >= 0 && time.compareTo(Duration.ofHours(1)) <= 0,
                    new DurationConverter().convert(text), "from 1ms to 1h");
        }
    }

    /** How many: from 1 to 10,000. */
    public static final class LimitConverter implements Converter<Integer> {

        @Override
        public Integer convert(String text) {
            return requireInRange(count -> count >= 1 && count <= 10_000, Integer.valueOf(text.trim()), "from 1 to 10000");
        }
    }

    /** How often again: from 0 to 10. */
    public static final class RetryCountConverter implements Converter<Integer> {

        @Override
        public Integer convert(String text) {
            return requireInRange(times -> times >= 0 && times <= 10, Integer.valueOf(text.trim()), "from 0 to 10");
        }
    }

    /** Which part of a whole: from 0.01 to 1. */
    public static final class RatioConverter implements Converter<Double> {

        @Override
        public Double convert(String text) {
            return requireInRange(share -> share >= 0.01 && share <= 1, Double.valueOf(text), "from 0.01 to 1");
        }
    }

    /** Whether or not: {@code true} or {@code false}. */
    public static final class StrictBooleanConverter implements Converter<Boolean> {

        @Override
        public Boolean convert(String text) {
            return Boolean.valueOf(requireInRange(Set.of("true", "false")::contains, text.trim(), "true or false"));
        }
    }

    /** How many bytes: from 1 to what an array can hold. */
    public static final class MemorySizeLimitConverter implements Converter<MemorySize> {

        @Override
        public MemorySize convert(String text) {
            return requireInRange(size -> size.asBigInteger().signum() > 0 && size.asBigInteger().bitLength() < Integer.SIZE,
                    new MemorySizeConverter().convert(text), "above 0 and below 2G");
        }
    }
}
