package dev.meanwhile.lab.summary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import dev.meanwhile.lab.result.CallRecord;
import dev.meanwhile.lab.result.MeasuredMode;
import dev.meanwhile.lab.result.ModeResult;
import dev.meanwhile.lab.result.RepeatMeasurement;
import dev.meanwhile.lab.result.RunCompleted;
import dev.meanwhile.lab.result.RunPlan;
import dev.meanwhile.lab.result.RunReport;
import dev.meanwhile.lab.result.RunVerdict;
import dev.meanwhile.lab.result.Timeline;
import dev.meanwhile.lab.scenario.CallOutcome;
import dev.meanwhile.lab.scenario.Mode;
import dev.meanwhile.lab.scenario.ScenarioFixtures;

class TextReportTest {

    private static final RepeatMeasurement.ProcessUsage USAGE = new RepeatMeasurement.ProcessUsage(1, 1, 1, 1, null, null);
    private static final RunPlan PLAN = RunFixtures.plan(ScenarioFixtures.of(1, 5, 20), EnumSet.allOf(Mode.class), null);

    @Test
    void showsATableAndThePictureOfTheCalls() {
        RepeatMeasurement sequential = measurement(Mode.SEQUENTIAL,
                IntStream.range(0, 5).mapToObj(i -> new Timeline.Interval(i * 200, i * 200 + 200)).toList());
        RepeatMeasurement pool = measurement(Mode.POOL,
                IntStream.range(0, 5).mapToObj(i -> new Timeline.Interval(0, 200)).toList());
        RunReport report = new RunReport(PLAN, List.of(),
                List.of(Timeline.of(Mode.POOL, 1, pool), Timeline.of(Mode.SEQUENTIAL, 1, sequential)),
                List.of(new ModeResult.SkippedMode(Mode.VIRTUAL, "None."),
                        MeasuredMode.of(Mode.SEQUENTIAL, List.of(sequential)),
                        MeasuredMode.of(Mode.POOL, List.of(pool))),
                RunCompleted.of(1, RunVerdict.NOTHING, "A headline.", Map.of(), List.of("A note.", "Another note.")));

        assertThat(TextReport.of(report)).isEqualTo("""
                A headline.

                mode           p50 ms    p95 ms    p99 ms queued ms   call ms  in flight    held  errors
                sequential      1,000     1,000     1,000         0       200        1.0     1.0       0
                pool              200       200       200         0       200        5.0     5.0       0

                sequential %s
                pool       %s
                           0%s
                A note.
                Another note.
                """.formatted("▂".repeat(60), "█".repeat(12), " ".repeat(34) + "1,000 ms, █ = 5 in flight"));
    }

    @Test
    void marksWhenCallsOnlyWait() {
        List<CallRecord> calls = List.of(call(Mode.POOL, 1, new Timeline.Interval(60, 120)));
        RepeatMeasurement pool = new RepeatMeasurement(calls, List.of(), USAGE);
        RunReport report = new RunReport(PLAN, calls, List.of(Timeline.of(Mode.POOL, 1, pool)),
                List.of(MeasuredMode.of(Mode.POOL, List.of(pool))),
                RunCompleted.of(1, RunVerdict.NOTHING, "A headline.", Map.of(), List.of()));

        assertThat(TextReport.of(report)).contains("\npool       " + "·".repeat(30) + "█".repeat(30) + "\n");
    }

    @Test
    void showsARunThatEndedBeforeAnyMeasurement() {
        assertThat(
                TextReport.of(new RunReport(PLAN, List.of(), List.of(), List.of(), RunCompleted.early(1, "It ended early."))))
                .isEqualTo("It ended early.\n");
    }

    private static RepeatMeasurement measurement(Mode mode, List<Timeline.Interval> calls) {
        return new RepeatMeasurement(IntStream.range(0, 5).mapToObj(i -> call(mode, i + 1, calls.get(i))).toList(), calls,
                USAGE);
    }

    private static CallRecord call(Mode mode, int number, Timeline.Interval time) {
        return new CallRecord(mode, 1, 1, number, mode == Mode.POOL ? 0 : time.from(), time.from(), null, time.until(), "any",
                false,
                CallOutcome.OK, null);
    }
}
