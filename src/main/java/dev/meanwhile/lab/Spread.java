package dev.meanwhile.lab;

import java.util.Collection;
import java.util.function.ToDoubleFunction;

/** One measure over the repeats. */
record Spread(double median, double min, double max) {

    static <T> Spread of(Collection<T> repeats, ToDoubleFunction<T> measure) {
        double[] values = repeats.stream().mapToDouble(measure).sorted().toArray();
        if (values.length == 0) {
            throw new IllegalArgumentException("nothing was measured");
        }
        int middle = values.length / 2;
        double median = values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
        return new Spread(Millis.round(median), Millis.round(values[0]), Millis.round(values[values.length - 1]));
    }
}
