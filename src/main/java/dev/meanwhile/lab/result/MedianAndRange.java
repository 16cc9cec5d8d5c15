package dev.meanwhile.lab.result;

import java.util.Collection;
import java.util.function.ToDoubleFunction;

import com.fasterxml.jackson.annotation.JsonProperty;

/** One measure over the repeats. */
record MedianAndRange(
        @JsonProperty("median") double median,
        @JsonProperty("min") double min,
        @JsonProperty("max") double max) {

    static <T> MedianAndRange of(Collection<T> repeats, ToDoubleFunction<T> measure) {
        double[] values = repeats.stream().mapToDouble(measure).sorted().toArray();
        if (values.length == 0) {
            throw new IllegalArgumentException("nothing was measured");
        }
        int middle = values.length / 2;
        double median = values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
        return new MedianAndRange(Millis.round(median), Millis.round(values[0]), Millis.round(values[values.length - 1]));
    }
}
