package dev.meanwhile.lab.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.meanwhile.lab.scenario.Mode;
import dev.meanwhile.lab.scenario.Scenario;

/** Describes the results of a run in sentences: the fastest modes, why the others were slower, threads, and failed calls. */
public final class RunSummary {

    private final Scenario scenario;
    private final RunVerdict verdict;
    private final List<String> sentences = new ArrayList<>();

    private RunSummary(Scenario scenario, RunVerdict verdict) {
        this.scenario = scenario;
        this.verdict = verdict;
    }

    public static String of(Scenario scenario, List<ModeResult> results) {
        RunSummary summary = new RunSummary(scenario, RunVerdict.of(results));
        if (!summary.verdict.ranking().isEmpty()) {
            summary.describeFastest();
            summary.verdict.slower().forEach(summary::describeSlower);
            summary.describeReactive();
            summary.describeThreads();
            summary.describeErrors();
        }
        results.stream().filter(ModeResult.SkippedMode.class::isInstance).map(ModeResult.SkippedMode.class::cast)
                .forEach(mode -> summary.sentences.add(capitalize(mode.mode().title()) + " was not run. " + mode.skipped()));
        return String.join(" ", summary.sentences);
    }

    private void describeFastest() {
        List<MeasuredMode> fastest = verdict.fastest();
        String complete = (scenario.users() == 1 ? "the page view was" : "half of the page views were") + " complete within "
                + each(fastest, mode -> time(mode.p50().median())) + ".";
        if (verdict.ranking().size() == 1) {
            sentences.add("With " + title(fastest.get(0)) + ", " + complete);
        } else if (verdict.isTieOfAll()) {
            sentences.add("No mode won: with " + each(fastest, RunSummary::title) + ", " + complete);
        } else {
            sentences.add(capitalize(each(fastest, RunSummary::title))
                    + (fastest.size() == 1 ? " was the fastest: " : " were the fastest: ") + complete);
        }
        if (verdict.isTieByOverlap()) {
            sentences.add("Their repeats overlap, so that the difference tells nothing.");
        }
    }

    private void describeSlower(MeasuredMode mode) {
        String slower = String.format(Locale.ROOT, "%s took %s, %.1f times as long: ", capitalize(title(mode)),
                time(mode.p50().median()), mode.p50().median() / verdict.ranking().get(0).p50().median());
        boolean lackedThreads = RunVerdict.lackedThreads(mode, scenario);
        String queueTime = time(mode.queued().median());
        String callTime = time(mode.calling().median());
        if (mode.mode() == Mode.SEQUENTIAL && scenario.calls() > 1) {
            sentences.add(slower + "a page view makes its " + count(scenario.calls(), "call") + " one after another"
                    + (lackedThreads ? ", and those that found " + busyThreads() + " waited first." : "."));
        } else if (lackedThreads) {
            sentences.add(slower + limitOfThreads() + ", so that a call waited " + queueTime + " in the queue before it took "
                    + callTime + ".");
        } else {
            sentences.add(slower + "a call waited " + queueTime + " to be started and then took " + callTime + ".");
        }
    }

    private String limitOfThreads() {
        return scenario.threads() == 1 ? "one thread can make only one call at a time"
                : count(scenario.threads(), "thread") + " can make only as many calls at a time";
    }

    private String busyThreads() {
        return scenario.threads() == 1 ? "the one thread busy" : "all " + count(scenario.threads(), "thread") + " busy";
    }

    private void describeReactive() {
        verdict.ranking().stream().filter(mode -> mode.mode() == Mode.REACTIVE).forEach(reactive -> {
            List<MeasuredMode> others = verdict.fastest().stream().filter(other -> other != reactive).toList();
            if (!verdict.fastest().contains(reactive)) {
                sentences.add("Reactive did not win here.");
            } else if (!others.isEmpty()) {
                sentences.add("Reactive did not win alone: " + each(others, RunSummary::title)
                        + (others.size() == 1 ? " was" : " were") + " as fast.");
            }
        });
    }

    private void describeThreads() {
        sentences.add("The most platform threads alive were " + each(verdict.ranking(),
                mode -> Math.round(mode.threads().median()) + " with " + title(mode)
                        + " (" + Math.round(mode.threadsBefore().median()) + " before)")
                + ".");
    }

    private void describeErrors() {
        List<MeasuredMode> ranking = verdict.ranking();
        List<MeasuredMode> failed = ranking.stream().filter(mode -> errors(mode) > 0).toList();
        boolean differs = ranking.stream().map(RunSummary::errors).distinct().count() > 1;
        boolean onlyCall = scenario.concurrentCalls() == 1;
        String calls = onlyCall ? "The call" : "Of " + count(scenario.concurrentCalls(), "call") + ", ";
        if (differs) {
            sentences.add(onlyCall ? calls + " failed with " + each(failed, RunSummary::title) + "."
                    : calls + each(ranking, mode -> errors(mode) + " with " + title(mode)) + " failed.");
        } else if (!failed.isEmpty()) {
            sentences.add(calls + (onlyCall ? "" : errors(ranking.get(0))) + " failed"
                    + (ranking.size() > 1 ? ", whatever the mode." : "."));
        }
    }

    private static long errors(MeasuredMode mode) {
        return Math.round(mode.errors().median());
    }

    private static String title(MeasuredMode mode) {
        return mode.mode().title();
    }

    private static String each(List<MeasuredMode> modes, Function<MeasuredMode, String> text) {
        List<String> parts = modes.stream().map(text).toList();
        int last = parts.size() - 1;
        return last == 0 ? parts.get(0)
                : parts.subList(0, last).stream().collect(Collectors.joining(", ")) + " and " + parts.get(last);
    }

    private static String count(int number, String thing) {
        return number == 1 ? "one " + thing : String.format(Locale.ROOT, "%,d %ss", number, thing);
    }

    private static String time(double millis) {
        if (millis < 1) {
            return "less than 1 ms";
        }
        return millis < 999.5 ? Math.round(millis) + " ms" : String.format(Locale.ROOT, "%.1f s", millis / 1_000);
    }

    private static String capitalize(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
