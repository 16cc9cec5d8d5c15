package dev.meanwhile.lab.result;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The end of a run.
 *
 * @param explanation the summary of the results in sentences, or the reason of an early end
 * @param seconds duration of the run, including the warm-up
 */
@RegisterForReflection
public record RunCompleted(
        @JsonProperty("explanation") String explanation,
        @JsonProperty("seconds") double seconds) implements RunEvent {

    public static RunCompleted afterNanos(long nanos, String explanation) {
        return new RunCompleted(explanation, MedianAndRange.round(nanos / 1e9));
    }

    @Override
    public String eventName() {
        return "done";
    }
}
