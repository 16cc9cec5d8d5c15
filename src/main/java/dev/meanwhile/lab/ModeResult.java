package dev.meanwhile.lab;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

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
record ModeResult(
        @JsonProperty("mode") Mode mode,
        @JsonProperty("skipped") String skipped,
        @JsonProperty("wall") Spread wall,
        @JsonProperty("p50") Spread p50,
        @JsonProperty("p95") Spread p95,
        @JsonProperty("p99") Spread p99,
        @JsonProperty("queued") Spread queued,
        @JsonProperty("queuedTotal") Spread queuedTotal,
        @JsonProperty("calling") Spread calling,
        @JsonProperty("callingTotal") Spread callingTotal,
        @JsonProperty("callsPerSecond") Spread callsPerSecond,
        @JsonProperty("threadsBefore") Spread threadsBefore,
        @JsonProperty("threads") Spread threads,
        @JsonProperty("cpu") Spread cpu,
        @JsonProperty("allocated") Spread allocated,
        @JsonProperty("errors") Spread errors) implements RunEvent {

    @Override
    public String eventName() {
        return "mode";
    }

    static ModeResult skipped(Mode mode, String reason) {
        return new ModeResult(mode, reason, null, null, null, null, null, null, null, null, null, null, null, null, null, null);
    }

    static ModeResult of(Mode mode, List<Sample> repeats) {
        return new ModeResult(mode, null,
                Spread.of(repeats, Sample::wall),
                Spread.of(repeats, sample -> sample.latency(50)),
                Spread.of(repeats, sample -> sample.latency(95)),
                Spread.of(repeats, sample -> sample.latency(99)),
                Spread.of(repeats, Sample::queued),
                Spread.of(repeats, Sample::queuedTotal),
                Spread.of(repeats, Sample::calling),
                Spread.of(repeats, Sample::callingTotal),
                Spread.of(repeats, Sample::callsPerSecond),
                Spread.of(repeats, sample -> sample.usage().threadsBefore()),
                Spread.of(repeats, sample -> sample.usage().threads()),
                Spread.of(repeats, sample -> sample.usage().cpuMillis()),
                Spread.of(repeats, sample -> sample.usage().allocatedBytes()),
                Spread.of(repeats, Sample::errors));
    }

    boolean played() {
        return skipped == null;
    }
}
