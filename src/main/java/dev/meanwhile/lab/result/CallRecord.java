package dev.meanwhile.lab.result;

import com.fasterxml.jackson.annotation.JsonProperty;

import dev.meanwhile.lab.scenario.CallOutcome;
import dev.meanwhile.lab.scenario.Mode;

/**
 * One call, as it went.
 *
 * @param queued when it could have begun, in milliseconds from the mode's start, as {@code started} and {@code done}
 * @param started when its thread or event loop took it up
 * @param done when its outcome was known
 * @param thread the platform thread, virtual thread or event loop that took it up
 */
public record CallRecord(
        @JsonProperty("mode") Mode mode,
        @JsonProperty("repeat") int repeat,
        @JsonProperty("user") int user,
        @JsonProperty("call") int call,
        @JsonProperty("queued") double queued,
        @JsonProperty("started") double started,
        @JsonProperty("done") double done,
        @JsonProperty("thread") String thread,
        @JsonProperty("virtual") boolean virtual,
        @JsonProperty("outcome") CallOutcome outcome) implements RunEvent {

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
