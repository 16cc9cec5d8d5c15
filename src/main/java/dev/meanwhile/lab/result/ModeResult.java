package dev.meanwhile.lab.result;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

import dev.meanwhile.lab.scenario.Mode;

/**
 * What a mode took: medians over the repeats, with their spread. Times are milliseconds.
 *
 * @param skipped why it was not played, otherwise null; then everything else is null
 * @param wall from the arrival of all page views to the end of the last
 * @param p50 of the page views' latencies, as {@code p95} and {@code p99}
 * @param queued how long a call waited to be taken up, on average; {@code queuedTotal} of all calls together
 * @param calling how long a call then took, on average; {@code callingTotal} of all calls together
 * @param threadsBefore platform threads alive in this process at the start; {@code threads} most of them then
 * @param cpu time of this process, upstream and streaming included, in ticks of 10 ms
 * @param allocated bytes on the heap of this process; in early releases of Java 17 an estimate
 * @param errors calls whose outcome was not {@code ok}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModeResult(
        @JsonProperty("mode") Mode mode,
        @JsonProperty("skipped") String skipped,
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
        @JsonProperty("errors") MedianAndRange errors) implements RunEvent {

    @Override
    public String eventName() {
        return "mode";
    }

    public static ModeResult skipped(Mode mode, String reason) {
        return new ModeResult(mode, reason, null, null, null, null, null, null, null, null, null, null, null, null, null, null);
    }

    public static ModeResult of(Mode mode, List<RepeatMeasurement> repeats) {
        return new ModeResult(mode, null,
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
                MedianAndRange.of(repeats, RepeatMeasurement::errors));
    }

    boolean measured() {
        return skipped == null;
    }
}
