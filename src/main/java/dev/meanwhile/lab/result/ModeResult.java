package dev.meanwhile.lab.result;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import com.fasterxml.jackson.annotation.JsonProperty;

import dev.meanwhile.lab.scenario.Mode;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** The result of one mode over all repeats. */
@Schema(anyOf = { MeasuredMode.class, ModeResult.SkippedMode.class })
public sealed interface ModeResult extends RunEvent permits MeasuredMode, ModeResult.SkippedMode {

    Mode mode();

    @Override
    default String eventName() {
        return "mode";
    }

    /**
     * A mode that this JVM cannot execute.
     *
     * @param skipped the reason, as a sentence
     */
    @RegisterForReflection
    record SkippedMode(
            @JsonProperty("mode") Mode mode,
            @JsonProperty("skipped") String skipped) implements ModeResult {
    }
}
