package dev.meanwhile.lab.result;

import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import com.fasterxml.jackson.annotation.JsonProperty;

import dev.meanwhile.lab.scenario.Mode;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The measurements of a mode: median and range over the repeats. Times are in milliseconds.
 *
 * @param wall from the arrival of all page views to the end of the last one
 * @param p50 median latency of the page views, as {@code p95} and {@code p99} are percentiles
 * @param queued mean time that a call waited before it started; {@code queuedTotal} is the sum of all calls
 * @param calling mean time from the start of a call to its outcome; {@code callingTotal} is the sum of all calls
 * @param threadsBefore live platform threads of this process at the start; {@code threads} is their peak
 * @param cpu CPU time of this process, including upstream and streaming, in ticks of 10 ms
 * @param allocated bytes that this process allocated on the heap; an estimate in early releases of Java 17 and in a native
 *        executable
 * @param errors calls with another outcome than {@code ok}
 * @param inFlight time-weighted mean of the calls in flight
 * @param held time-weighted mean of the platform threads that these calls occupied, see {@link Timeline}
 * @param callsPerThread the median of {@code inFlight} divided by that of {@code held}; null if the latter is
 *        below {@value #LEAST_HELD}
 * @param ownCpuShare share of this process in the time of all processors, from 0 to 1; null if unknown
 * @param otherCpuShare share of all other processes and of the hypervisor; null if unknown
 */
@RegisterForReflection
public record MeasuredMode(
        @JsonProperty("mode") Mode mode,
        @JsonProperty("wall") MedianAndRange wall,
        @JsonProperty("p50") MedianAndRange p50,
        @JsonProperty("p95") MedianAndRange p95,
        @JsonProperty("p99") MedianAndRange p99,
        @JsonProperty("queued") MedianAndRange queued,
        @JsonProperty("queuedTotal") MedianAndRange queuedTotal,
        @JsonProperty("calling") MedianAndRange calling,
        @JsonProperty("callingTotal") MedianAndRange callingTotal,
        @JsonProperty("callsPerSecond") MedianAndRange callsPerSecond,
        @JsonProperty("threadsBefore") MedianAndRange threadsBefore,
        @JsonProperty("threads") MedianAndRange threads,
        @JsonProperty("cpu") MedianAndRange cpu,
        @JsonProperty("allocated") MedianAndRange allocated,
        @JsonProperty("errors") MedianAndRange errors,
        @JsonProperty("inFlight") MedianAndRange inFlight,
        @JsonProperty("held") MedianAndRange held,
        @JsonProperty("callsPerThread") @Schema(nullable = true) Double callsPerThread,
        @JsonProperty("ownCpuShare") @Schema(nullable = true) MedianAndRange ownCpuShare,
        @JsonProperty("otherCpuShare") @Schema(nullable = true) MedianAndRange otherCpuShare) implements ModeResult {

    /** With fewer held threads, the ratio would depend on single samples. */
    private static final double LEAST_HELD = 0.05;

    public static MeasuredMode of(Mode mode, List<RepeatMeasurement> repeats) {
        MedianAndRange inFlight = MedianAndRange.of(repeats, RepeatMeasurement::meanInFlight);
        MedianAndRange held = MedianAndRange.of(repeats, RepeatMeasurement::meanHeld);
        return new MeasuredMode(mode,
                MedianAndRange.of(repeats, RepeatMeasurement::elapsedMillis),
                MedianAndRange.of(repeats, repeat -> repeat.latencyPercentile(50)),
                MedianAndRange.of(repeats, repeat -> repeat.latencyPercentile(95)),
                MedianAndRange.of(repeats, repeat -> repeat.latencyPercentile(99)),
                MedianAndRange.of(repeats, RepeatMeasurement::meanQueueTime),
                MedianAndRange.of(repeats, RepeatMeasurement::totalQueueTime),
                MedianAndRange.of(repeats, RepeatMeasurement::meanCallTime),
                MedianAndRange.of(repeats, RepeatMeasurement::totalCallTime),
                MedianAndRange.of(repeats, RepeatMeasurement::callsPerSecond),
                MedianAndRange.of(repeats, repeat -> repeat.usage().threadsBefore()),
                MedianAndRange.of(repeats, repeat -> repeat.usage().peakThreads()),
                MedianAndRange.of(repeats, repeat -> repeat.usage().cpuMillis()),
                MedianAndRange.of(repeats, repeat -> repeat.usage().allocatedBytes()),
                MedianAndRange.of(repeats, RepeatMeasurement::errors),
                inFlight, held,
                held.median() < LEAST_HELD ? null : MedianAndRange.round(inFlight.median() / held.median()),
                MedianAndRange.ofKnown(repeats, repeat -> repeat.usage().ownCpuShare()),
                MedianAndRange.ofKnown(repeats, repeat -> repeat.usage().otherCpuShare()));
    }
}
