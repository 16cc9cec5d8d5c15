package dev.meanwhile.web;

import java.math.BigInteger;
import java.time.Duration;

import org.eclipse.microprofile.config.spi.Converter;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;

/**
 * Converters that refuse what is out of a property's range; that stops the start. Hibernate Validator would do the same, but
 * takes a third of the main thread's time until then.
 */
public final class Range {

    private Range() {
    }

    private static <T> T within(boolean inRange, T value, String description) {
        if (!inRange) {
            throw new IllegalArgumentException("it must be " + description);
        }
        return value;
    }

    /** How long to wait: from 1 ms to 1 h. */
    public static final class Patience implements Converter<Duration> {

        @Override
        public Duration convert(String text) {
            Duration time = new DurationConverter().convert(text);
            return within(time.toMillis() >= 1 && time.compareTo(Duration.ofHours(1)) <= 0, time, "from 1ms to 1h");
        }
    }

    /** How many: from 1 to 10,000. */
    public static final class Count implements Converter<Integer> {

        @Override
        public Integer convert(String text) {
            int count = Integer.parseInt(text.trim());
            return within(count >= 1 && count <= 10_000, count, "from 1 to 10000");
        }
    }

    /** Which part of a whole: from 0.01 to 1. */
    public static final class Share implements Converter<Double> {

        @Override
        public Double convert(String text) {
            double share = Double.parseDouble(text);
            return within(share >= 0.01 && share <= 1, share, "from 0.01 to 1");
        }
    }

    /** How many bytes: from 1 to what an array can hold. */
    public static final class Size implements Converter<MemorySize> {

        @Override
        public MemorySize convert(String text) {
            MemorySize size = new MemorySizeConverter().convert(text);
            BigInteger bytes = size.asBigInteger();
            return within(bytes.signum() > 0 && bytes.bitLength() < Integer.SIZE, size, "above 0 and below 2G");
        }
    }
}
