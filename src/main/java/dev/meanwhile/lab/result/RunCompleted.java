package dev.meanwhile.lab.result;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The end of a run.
 *
 * @param explanation what happened, in sentences made of its numbers
 * @param seconds what it all took, warm-up included
 */
public record RunCompleted(
        @JsonProperty("explanation") String explanation,
        @JsonProperty("seconds") double seconds) implements RunEvent {

    @Override
    public String eventName() {
        return "done";
    }
}
