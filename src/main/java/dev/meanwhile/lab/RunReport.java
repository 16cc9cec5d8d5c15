package dev.meanwhile.lab;

import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A whole run in one document: what a stream tells, sorted by kind. */
record RunReport(
        @JsonProperty("plan") Plan plan,
        @JsonProperty("calls") List<Call> calls,
        @JsonProperty("modes") List<ModeResult> modes,
        @JsonProperty("done") Done done) {

    /** @param events all of a run, to its end */
    static RunReport of(List<RunEvent> events) {
        return new RunReport(only(Plan.class, events).findFirst().orElseThrow(), only(Call.class, events).toList(),
                only(ModeResult.class, events).toList(), only(Done.class, events).findFirst().orElseThrow());
    }

    private static <T extends RunEvent> Stream<T> only(Class<T> kind, List<RunEvent> events) {
        return events.stream().filter(kind::isInstance).map(kind::cast);
    }
}
