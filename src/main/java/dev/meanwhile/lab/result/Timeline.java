package dev.meanwhile.lab.result;

import java.util.Collection;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;

import dev.meanwhile.lab.scenario.Mode;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What the calls of one repeat of a mode did over time: exact numbers at equidistant moments, from the start of the repeat to
 * its end. They are counted from the timestamps of all calls, so the number of samples does not depend on the number of calls.
 *
 * @param step time between two samples in milliseconds
 * @param waiting calls that could start, but wait for a thread or an event loop
 * @param inFlight calls that were started and are not done
 * @param held platform threads that the calls in flight occupy: threads that execute code of a call or block in it
 */
@RegisterForReflection
public record Timeline(
        @JsonProperty("mode") Mode mode,
        @JsonProperty("repeat") int repeat,
        @JsonProperty("step") double step,
        @JsonProperty("waiting") int[] waiting,
        @JsonProperty("inFlight") int[] inFlight,
        @JsonProperty("held") int[] held) implements RunEvent {

    static final int MAX_SAMPLES = 240;

    /** In hundredths of a millisecond. */
    private static final int SMALLEST_STEP = 10;

    /** A period in milliseconds since the start of the repeat. Its end is exclusive. */
    public record Interval(double from, double until) {

        double length() {
            return until - from;
        }
    }

    @Override
    public String eventName() {
        return "timeline";
    }

    public static Timeline of(Mode mode, int repeat, RepeatMeasurement measurement) {
        long end = hundredths(measurement.elapsedMillis());
        long step = step(end);
        int samples = (int) (end / step) + 1;
        List<Interval> waiting = measurement.calls().stream().map(call -> new Interval(call.queued(), call.started()))
                .toList();
        return new Timeline(mode, repeat, step / 100.0, count(waiting, step, samples),
                count(measurement.inFlight(), step, samples), count(measurement.held(), step, samples));
    }

    /** The smallest of 1, 2 and 5 times a power of ten that gives at most {@link #MAX_SAMPLES} samples. */
    private static long step(long end) {
        int[] digits = { 1, 2, 5 };
        long power = SMALLEST_STEP;
        for (int i = 0;; i = (i + 1) % digits.length) {
            if (end / (digits[i] * power) + 1 <= MAX_SAMPLES) {
                return digits[i] * power;
            }
            if (i == digits.length - 1) {
                power *= 10;
            }
        }
    }

    /** Adds one at the first sample of each interval, subtracts one at the first sample after it, and sums up. */
    private static int[] count(Collection<Interval> intervals, long step, int samples) {
        int[] changes = new int[samples + 1];
        for (Interval interval : intervals) {
            changes[firstSample(interval.from(), step, samples)]++;
            changes[firstSample(interval.until(), step, samples)]--;
        }
        int[] counts = new int[samples];
        int current = 0;
        for (int sample = 0; sample < samples; sample++) {
            current += changes[sample];
            counts[sample] = current;
        }
        return counts;
    }

    private static int firstSample(double millis, long step, int samples) {
        return (int) Math.min(samples, (hundredths(millis) + step - 1) / step);
    }

    // times have two decimals; integers exclude the rounding errors of a division
    private static long hundredths(double millis) {
        return Math.round(millis * 100);
    }
}
