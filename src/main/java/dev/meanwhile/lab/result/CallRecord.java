package dev.meanwhile.lab.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

import dev.meanwhile.lab.scenario.CallOutcome;
import dev.meanwhile.lab.scenario.Mode;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * One completed call. Times are in milliseconds since the mode started the repeat.
 *
 * @param queued when the call could have started
 * @param started when a thread or event loop started it
 * @param responded when its response had arrived, and its thread or event loop began the work of the scenario; null, and absent
 *        from JSON, if the scenario has no work
 * @param done when its outcome was known
 * @param thread name of the platform thread, virtual thread or event loop that started it
 * @param error {@link dev.meanwhile.lab.scenario.CallResult#error}; absent from JSON if it is null
 */
@RegisterForReflection
public record CallRecord(
        @JsonProperty("mode") Mode mode,
        @JsonProperty("repeat") int repeat,
        @JsonProperty("user") int user,
        @JsonProperty("call") int call,
        @JsonProperty("queued") double queued,
        @JsonProperty("started") double started,
        @JsonProperty("responded") @JsonInclude(JsonInclude.Include.NON_NULL) Double responded,
        @JsonProperty("done") double done,
        @JsonProperty("thread") String thread,
        @JsonProperty("virtual") boolean virtual,
        @JsonProperty("outcome") CallOutcome outcome,
        @JsonProperty("error") @JsonInclude(JsonInclude.Include.NON_NULL) String error) implements RunEvent {

    /** Converts nanoseconds to the unit and precision of the times of a call. */
    public static double roundMillis(long nanos) {
        return MedianAndRange.round(nanos / 1e6);
    }

    @Override
    public String eventName() {
        return "call";
    }

    double queueTime() {
        return started - queued;
    }

    double callTime() {
        return done - started;
    }
}
