package dev.meanwhile.lab.summary;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.meanwhile.lab.result.CallRecord;
import dev.meanwhile.lab.result.MeasuredMode;
import dev.meanwhile.lab.result.RepeatMeasurement;
import dev.meanwhile.lab.result.RunPlan;
import dev.meanwhile.lab.result.RunVerdict;
import dev.meanwhile.lab.result.RunVerdict.Kind;
import dev.meanwhile.lab.result.RunVerdict.Reason;
import dev.meanwhile.lab.result.RunVerdict.SlowerMode;
import dev.meanwhile.lab.scenario.Mode;
import dev.meanwhile.lab.scenario.Scenario;

/**
 * Derives the verdict of a run from its measurements. A difference is stated only if it is larger than the noise of the
 * measurement. The class is longer than 150 lines, because the rules depend on each other.
 */
final class RunEvaluation {

    /** A difference between medians below one of these limits is noise. */
    private static final double TIE_RATIO = 1.15;
    private static final double TIE_MILLIS = 5;

    /** Times have two decimals. A ratio to zero would be infinite. */
    private static final double SHORTEST_MILLIS = 0.01;

    /** A queue time below this share of the call time is no reason. */
    private static final double QUEUE_SHARE_THRESHOLD = 0.1;

    /** The machine is busy if other processes have at least this share of the time of all processors. */
    private static final double BUSY_SHARE = 0.2;

    private final Scenario scenario;
    private final RunPlan.Environment machine;
    private final Map<Mode, List<RepeatMeasurement>> measurements;
    private final List<MeasuredMode> ranking;

    RunEvaluation(Scenario scenario, RunPlan.Environment machine, Map<Mode, List<RepeatMeasurement>> measurements) {
        this.scenario = scenario;
        this.machine = machine;
        this.measurements = measurements;
        // a mode without a successful call has no comparable time
        this.ranking = measurements.entrySet().stream().filter(mode -> failed(mode.getValue()) < calls(mode.getValue()))
                .map(mode -> MeasuredMode.of(mode.getKey(), mode.getValue()))
                .sorted(Comparator.comparing(RunEvaluation::time)).toList();
    }

    /** The modes with successful calls, fastest first. */
    List<MeasuredMode> ranking() {
        return ranking;
    }

    static double time(MeasuredMode mode) {
        return mode.p50().median();
    }

    RunVerdict verdict() {
        if (measurements.isEmpty()) {
            return RunVerdict.NOTHING;
        }
        List<MeasuredMode> fastest = fastest();
        List<SlowerMode> slower = ranking.stream().filter(mode -> !fastest.contains(mode))
                .map(mode -> new SlowerMode(mode.mode(), reason(mode), ratio(mode))).toList();
        Double otherCpuShare = otherCpuShare();
        return new RunVerdict(kind(slower), scenario.repeats() > 1, isBusy(otherCpuShare),
                slower.isEmpty() ? null : slower.get(slower.size() - 1).ratio(),
                fastest.stream().map(MeasuredMode::mode).toList(), slower,
                fastest.stream().filter(mode -> !isClose(mode)).map(MeasuredMode::mode).toList(), failures(), otherCpuShare);
    }

    /** Whether the ranges of all modes that tie for the fastest have a time in common. */
    boolean fastestOverlap() {
        return fastest().stream().mapToDouble(mode -> mode.p50().min()).max().orElseThrow() <= fastest().stream()
                .mapToDouble(mode -> mode.p50().max()).min().orElseThrow();
    }

    /**
     * The difference between the highest and the lowest median of the modes that tie for the fastest. Both are rounded to
     * milliseconds, as a reader sees them.
     */
    double differenceOfFastest() {
        return Math.round(time(fastest().get(fastest().size() - 1))) - Math.round(time(ranking.get(0)));
    }

    private List<MeasuredMode> fastest() {
        return ranking.stream().filter(mode -> isClose(mode) || overlapsFastest(mode)).toList();
    }

    private Kind kind(List<SlowerMode> slower) {
        if (ranking.isEmpty()) {
            return Kind.FAILED;
        }
        if (ranking.size() == 1) {
            return Kind.SINGLE;
        }
        return slower.isEmpty() ? Kind.TIE : Kind.WINNER;
    }

    private boolean isClose(MeasuredMode mode) {
        double best = time(ranking.get(0));
        return time(mode) <= Math.max(best * TIE_RATIO, best + TIE_MILLIS);
    }

    private boolean overlapsFastest(MeasuredMode mode) {
        return mode.p50().min() <= ranking.get(0).p50().max();
    }

    private double ratio(MeasuredMode mode) {
        return Math.round(time(mode) / Math.max(SHORTEST_MILLIS, time(ranking.get(0))) * 10) / 10.0;
    }

    private Reason reason(MeasuredMode mode) {
        if (mode.mode() == Mode.SEQUENTIAL && scenario.calls() > 1) {
            return Reason.ONE_AFTER_ANOTHER;
        }
        if (lackedThreads(mode)) {
            return Reason.THREADS;
        }
        return scenario.work().isZero() ? Reason.OTHER : Reason.WORK;
    }

    /** Whether calls of {@code mode} waited in a queue because the pool had too few threads. */
    boolean lackedThreads(MeasuredMode mode) {
        boolean queued = mode.queued().median() > QUEUE_SHARE_THRESHOLD * mode.calling().median();
        return queued && switch (mode.mode()) {
            case SEQUENTIAL -> scenario.users() > scenario.threads();
            case POOL -> scenario.concurrentCalls() > scenario.threads();
            case VIRTUAL, REACTIVE -> false;
        };
    }

    private Double otherCpuShare() {
        OptionalDouble mean = measurements.values().stream().flatMap(List::stream)
                .map(repeat -> repeat.usage().otherCpuShare()).filter(Objects::nonNull).mapToDouble(share -> share).average();
        return mean.isPresent() ? Math.round(mean.getAsDouble() * 100) / 100.0 : null;
    }

    private boolean isBusy(Double otherCpuShare) {
        if (otherCpuShare != null) {
            return otherCpuShare >= BUSY_SHARE;
        }
        return machine.load() != null && machine.load() > machine.processors();
    }

    private RunVerdict.Failures failures() {
        Map<String, Integer> failed = new LinkedHashMap<>();
        measurements.forEach((mode, repeats) -> failed.put(mode.title(), failed(repeats)));
        if (failed.values().stream().allMatch(count -> count == 0)) {
            return null;
        }
        return new RunVerdict.Failures(scenario.concurrentCalls() * scenario.repeats(), failed, mostFrequentError());
    }

    private String mostFrequentError() {
        return measurements.values().stream().flatMap(List::stream).flatMap(repeat -> repeat.calls().stream())
                .map(CallRecord::error).filter(Objects::nonNull)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
                .entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey).orElse(null);
    }

    private static int failed(List<RepeatMeasurement> repeats) {
        return (int) repeats.stream().mapToLong(RepeatMeasurement::errors).sum();
    }

    private static int calls(List<RepeatMeasurement> repeats) {
        return repeats.stream().mapToInt(repeat -> repeat.calls().size()).sum();
    }
}
