package dev.meanwhile.lab.result;

import com.fasterxml.jackson.annotation.JsonProperty;

import dev.meanwhile.lab.scenario.Mode;

/**
 * A mode that this JVM cannot execute.
 *
 * @param skipped the reason, as a sentence
 */
public record SkippedMode(
        @JsonProperty("mode") Mode mode,
        @JsonProperty("skipped") String skipped) implements ModeResult {
}
