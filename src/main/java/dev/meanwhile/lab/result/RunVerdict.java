package dev.meanwhile.lab.result;

import java.util.List;
import java.util.Map;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;

import dev.meanwhile.lab.scenario.Mode;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The result of the measurements of a run, as data. Modes are compared by the median latency of their page views.
 *
 * @param kind what can be said
 * @param conclusive whether each mode was repeated, so that the ranges of the repeats can confirm a difference
 * @param busy whether other processes used so much of the processors that the times are uncertain
 * @param ratio time of the slowest mode divided by the time of the fastest one; null unless the kind is {@code winner}
 * @param fastest the fastest mode, and those that cannot be distinguished from it, fastest first
 * @param slower the other modes with successful calls, fastest first
 * @param overlapping the modes of {@code fastest} whose medians are higher, but whose ranges overlap that of the fastest mode
 * @param failures null if no call failed
 * @param otherCpuShare mean share of other processes in the time of all processors, from 0 to 1; null if unknown
 */
@RegisterForReflection
public record RunVerdict(
        @JsonProperty("kind") Kind kind,
        @JsonProperty("conclusive") boolean conclusive,
        @JsonProperty("busy") boolean busy,
        @JsonProperty("ratio") @Schema(nullable = true) Double ratio,
        @JsonProperty("fastest") List<Mode> fastest,
        @JsonProperty("slower") List<SlowerMode> slower,
        @JsonProperty("overlapping") List<Mode> overlapping,
        @JsonProperty("failures") @Schema(nullable = true) Failures failures,
        @JsonProperty("otherCpuShare") @Schema(nullable = true) Double otherCpuShare) {

    /** A verdict for a run that ended before it measured anything. */
    public static final RunVerdict NOTHING = new RunVerdict(Kind.NOTHING, false, false, null, List.of(), List.of(), List.of(),
            null, null);

    /** The fastest mode and the modes whose medians are close to its median: {@code fastest} without {@code overlapping}. */
    public List<Mode> closeToFastest() {
        return fastest.stream().filter(mode -> !overlapping.contains(mode)).toList();
    }

    /** What can be said about a run. */
    @RegisterForReflection
    public enum Kind {
        /** No call succeeded. */
        FAILED("failed"),
        /** No mode is faster than another one. */
        TIE("tie"),
        /** At least one mode is slower than the fastest ones. */
        WINNER("winner"),
        /** Only one mode was measured. */
        SINGLE("single"),
        /** No mode was measured. */
        NOTHING("nothing");

        private final String jsonName;

        Kind(String jsonName) {
            this.jsonName = jsonName;
        }

        @JsonValue
        public String jsonName() {
            return jsonName;
        }
    }

    /**
     * A mode that is slower than the fastest ones.
     *
     * @param ratio its time divided by the time of the fastest mode
     */
    @RegisterForReflection
    public record SlowerMode(
            @JsonProperty("mode") Mode mode,
            @JsonProperty("reason") Reason reason,
            @JsonProperty("ratio") double ratio) {
    }

    /** The main reason why a mode is slower. */
    @RegisterForReflection
    public enum Reason {
        /** It makes the calls of a page view one after another. */
        ONE_AFTER_ANOTHER("oneAfterAnother"),
        /** Its calls waited for threads of the pool. */
        THREADS("threads"),
        /** Its calls waited for processors or event loops that did the work of other calls. */
        WORK("work"),
        OTHER("other");

        private final String jsonName;

        Reason(String jsonName) {
            this.jsonName = jsonName;
        }

        @JsonValue
        public String jsonName() {
            return jsonName;
        }
    }

    /**
     * Failed calls of all repeats.
     *
     * @param calls number of calls of each mode
     * @param failed number of failed calls by the name of the mode
     * @param error the most frequent {@link CallRecord#error}
     */
    @RegisterForReflection
    public record Failures(
            @JsonProperty("calls") int calls,
            @JsonProperty("failed") Map<String, Integer> failed,
            @JsonProperty("error") String error) {
    }
}
