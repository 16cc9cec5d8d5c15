package dev.meanwhile.lab.result;

import java.util.Comparator;
import java.util.List;

import dev.meanwhile.lab.scenario.Scenario;

/**
 * Which modes were the fastest, by the median latency of the page views.
 *
 * @param ranking the measured modes, fastest first
 * @param fastest the first of the ranking, and those that cannot be told apart from it
 */
record RunVerdict(List<MeasuredMode> ranking, List<MeasuredMode> fastest) {

    /** Smaller differences between the medians than one of these are noise. */
    private static final double TIE_RATIO = 1.15;
    private static final double TIE_MILLIS = 5;

    /** A queue time below this share of the call time is not mentioned. */
    private static final double QUEUE_SHARE_THRESHOLD = 0.1;

    static RunVerdict of(List<ModeResult> results) {
        List<MeasuredMode> ranking = results.stream().filter(MeasuredMode.class::isInstance).map(MeasuredMode.class::cast)
                .sorted(Comparator.comparing(mode -> mode.p50().median())).toList();
        return new RunVerdict(ranking, ranking.stream()
                .filter(mode -> isClose(mode, ranking.get(0)) || overlaps(mode, ranking.get(0))).toList());
    }

    List<MeasuredMode> slower() {
        return ranking.stream().filter(mode -> !fastest.contains(mode)).toList();
    }

    boolean isTieOfAll() {
        return fastest.size() == ranking.size();
    }

    /** Whether a mode is among the fastest only because the ranges of its repeats overlap. */
    boolean isTieByOverlap() {
        return !fastest.stream().allMatch(mode -> isClose(mode, ranking.get(0)));
    }

    private static boolean isClose(MeasuredMode mode, MeasuredMode first) {
        double best = first.p50().median();
        return mode.p50().median() <= Math.max(best * TIE_RATIO, best + TIE_MILLIS);
    }

    private static boolean overlaps(MeasuredMode mode, MeasuredMode first) {
        return mode.p50().min() <= first.p50().max();
    }

    /** Whether calls of {@code mode} waited in a queue because the pool had too few threads. */
    static boolean lackedThreads(MeasuredMode mode, Scenario scenario) {
        boolean queued = mode.queued().median() > QUEUE_SHARE_THRESHOLD * mode.calling().median();
        return queued && switch (mode.mode()) {
            case SEQUENTIAL -> scenario.users() > scenario.threads();
            case POOL -> scenario.concurrentCalls() > scenario.threads();
            case VIRTUAL, REACTIVE -> false;
        };
    }
}
