package dev.meanwhile.lab.result;

import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A completed run of the lab as one JSON document. It has the same events as the stream of {@code /lab/runs}, grouped by type.
 */
@RegisterForReflection
public record RunReport(
        @JsonProperty("plan") RunPlan plan,
        @JsonProperty("calls") List<CallRecord> calls,
        @JsonProperty("timelines") List<Timeline> timelines,
        @JsonProperty("modes") List<ModeResult> modes,
        @JsonProperty("done") RunCompleted done) {

    /** @param events all events of a completed run */
    public static RunReport of(List<RunEvent> events) {
        return new RunReport(only(RunPlan.class, events).findFirst().orElseThrow(), only(CallRecord.class, events).toList(),
                only(Timeline.class, events).toList(), only(ModeResult.class, events).toList(),
                only(RunCompleted.class, events).findFirst().orElseThrow());
    }

    private static <T extends RunEvent> Stream<T> only(Class<T> kind, List<RunEvent> events) {
        return events.stream().filter(kind::isInstance).map(kind::cast);
    }
}
