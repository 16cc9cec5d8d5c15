package dev.meanwhile.lab.result;

import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A whole run in one document: what a stream tells, sorted by kind. */
public record RunReport(
        @JsonProperty("plan") RunPlan plan,
        @JsonProperty("calls") List<CallRecord> calls,
        @JsonProperty("modes") List<ModeResult> modes,
        @JsonProperty("done") RunCompleted done) {

    /** @param events all of a run, to its end */
    public static RunReport of(List<RunEvent> events) {
        return new RunReport(only(RunPlan.class, events).findFirst().orElseThrow(), only(CallRecord.class, events).toList(),
                only(ModeResult.class, events).toList(), only(RunCompleted.class, events).findFirst().orElseThrow());
    }

    private static <T extends RunEvent> Stream<T> only(Class<T> kind, List<RunEvent> events) {
        return events.stream().filter(kind::isInstance).map(kind::cast);
    }
}
