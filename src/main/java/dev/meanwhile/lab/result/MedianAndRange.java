package dev.meanwhile.lab.result;

import java.util.Collection;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** Median, minimum and maximum of one measure over the repeats, rounded to two decimals. */
@RegisterForReflection
public record MedianAndRange(
        @JsonProperty("median") double median,
        @JsonProperty("min") double min,
        @JsonProperty("max") double max) {

    static <T> MedianAndRange of(Collection<T> repeats, ToDoubleFunction<T> measure) {
        double[] values = repeats.stream().mapToDouble(measure).sorted().toArray();
        if (values.length == 0) {
            throw new IllegalArgumentException("no repeats");
        }
        int middle = values.length / 2;
        double median = values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
        return new MedianAndRange(round(median), round(values[0]), round(values[values.length - 1]));
    }

    /** @return null unless the measure is known for every repeat */
    static <T> MedianAndRange ofKnown(Collection<T> repeats, Function<T, Double> measure) {
        return repeats.stream().map(measure).anyMatch(Objects::isNull) ? null : of(repeats, measure::apply);
    }

    /** Rounds to two decimals, as all reported times are. */
    static double round(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
