package dev.meanwhile.lab.result;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.meanwhile.lab.scenario.Mode;

/** The result of one mode over all repeats. */
@Schema(oneOf = { MeasuredMode.class, SkippedMode.class })
public sealed interface ModeResult extends RunEvent permits MeasuredMode, SkippedMode {

    Mode mode();

    @Override
    default String eventName() {
        return "mode";
    }
}
