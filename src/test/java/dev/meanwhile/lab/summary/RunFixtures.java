package dev.meanwhile.lab.summary;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

import dev.meanwhile.lab.result.CallRecord;
import dev.meanwhile.lab.result.RepeatMeasurement;
import dev.meanwhile.lab.result.RunPlan;
import dev.meanwhile.lab.scenario.CallOutcome;
import dev.meanwhile.lab.scenario.CallResult;
import dev.meanwhile.lab.scenario.Mode;
import dev.meanwhile.lab.scenario.Scenario;

/** Creates measurements with given page view times for tests. */
final class RunFixtures {

    static final RunPlan.Environment MACHINE = new RunPlan.Environment("Java", "3", 2, 1, 4, 1, "http://localhost:1", null);

    private final Map<Mode, List<RepeatMeasurement>> measurements = new EnumMap<>(Mode.class);

    static RunPlan plan(Scenario scenario, Set<Mode> available, Double load) {
        return RunPlan.of(scenario, available, MACHINE.withLoad(load), List.of());
    }

    /** Adds a mode with a page view time in milliseconds for each repeat; its calls do not wait. */
    RunFixtures mode(Mode mode, double... pageViews) {
        return mode(mode, 0, pageViews);
    }

    RunFixtures mode(Mode mode, double queued, double[] pageViews) {
        measurements.put(mode, DoubleStream.of(pageViews)
                .mapToObj(pageView -> repeat(mode, List.of(call(mode, queued, pageView, CallResult.OK)), null)).toList());
        return this;
    }

    /** Adds a mode with one repeat of {@code calls} calls, of which {@code failed} failed. */
    RunFixtures failing(Mode mode, double pageView, int calls, int failed, CallResult failure) {
        measurements.put(mode, List.of(repeat(mode, IntStream.range(0, calls)
                .mapToObj(i -> call(mode, 0, pageView, i < failed ? failure : CallResult.OK)).toList(), null)));
        return this;
    }

    /** Sets the share of other processes in all repeats. */
    RunFixtures others(double share) {
        measurements
                .replaceAll((mode, repeats) -> repeats.stream().map(repeat -> repeat(mode, repeat.calls(), share)).toList());
        return this;
    }

    Map<Mode, List<RepeatMeasurement>> measurements() {
        return measurements;
    }

    private static RepeatMeasurement repeat(Mode mode, List<CallRecord> calls, Double others) {
        return new RepeatMeasurement(calls, List.of(), new RepeatMeasurement.ProcessUsage(12, 20, 100, 1_000,
                others == null ? null : 0.1, others));
    }

    private static CallRecord call(Mode mode, double queued, double done, CallResult result) {
        return new CallRecord(mode, 1, 1, 1, 0, queued, null, done, "any", false, result.outcome(),
                result.outcome() == CallOutcome.OK ? null : result.error());
    }
}
