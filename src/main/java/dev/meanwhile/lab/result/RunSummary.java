package dev.meanwhile.lab.result;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.meanwhile.lab.scenario.Mode;
import dev.meanwhile.lab.scenario.Scenario;

/** Says what happened in a run, from its numbers: who was the fastest, who was not and why, and at what cost. */
public final class RunSummary {

    /** Modes whose median page views differ by less than one of these are as fast as each other: that much is noise. */
    private static final double TIE_RATIO = 1.15;
    private static final double TIE_MILLIS = 5;

    /** From this share of a call's time on, the queue is worth a word. */
    private static final double QUEUE_SHARE_THRESHOLD = 0.1;

    private final Scenario scenario;
    private final List<ModeResult> ranking;
    private final List<ModeResult> fastest;

    private RunSummary(Scenario scenario, List<ModeResult> results) {
        this.scenario = scenario;
        this.ranking = results.stream().filter(ModeResult::measured).sorted(Comparator.comparing(RunSummary::pageView))
                .toList();
        this.fastest = ranking.stream().filter(result -> isClose(result) || overlaps(result)).toList();
    }

    public static String of(Scenario scenario, List<ModeResult> results) {
        RunSummary summary = new RunSummary(scenario, results);
        List<String> sentences = new ArrayList<>();
        if (!summary.ranking.isEmpty()) {
            sentences.add(summary.describeFastest());
            summary.addOverlapOfRepeats(sentences);
            summary.ranking.stream().filter(result -> !summary.fastest.contains(result))
                    .map(summary::describeSlower).forEach(sentences::add);
            summary.addReactiveNotAlone(sentences);
            sentences.add(summary.describeThreads());
            summary.addErrors(sentences);
        }
        results.stream().filter(result -> !result.measured())
                .map(result -> capitalize(result.mode().title()) + " was not played. " + result.skipped())
                .forEach(sentences::add);
        return String.join(" ", sentences);
    }

    private String describeFastest() {
        String times = each(fastest, result -> time(pageView(result)));
        String half = (scenario.users() == 1 ? "the page view was" : "half of the page views were") + " complete within "
                + times
                + ".";
        if (ranking.size() == 1) {
            return "With " + title(ranking.get(0)) + ", " + half;
        }
        if (fastest.size() == ranking.size()) {
            return "No mode won: with " + each(fastest, RunSummary::title) + ", " + half;
        }
        return capitalize(each(fastest, RunSummary::title))
                + (fastest.size() == 1 ? " was the fastest: " : " were the fastest: ")
                + half;
    }

    private boolean isClose(ModeResult result) {
        double best = pageView(ranking.get(0));
        return pageView(result) <= Math.max(best * TIE_RATIO, best + TIE_MILLIS);
    }

    /** Whether it was at its best as fast as the fastest at its worst: then the repeats do not tell them apart. */
    private boolean overlaps(ModeResult result) {
        return result.p50().min() <= ranking.get(0).p50().max();
    }

    private void addOverlapOfRepeats(List<String> sentences) {
        if (!fastest.stream().allMatch(this::isClose)) {
            sentences.add("Their repeats overlap, so that the difference tells nothing.");
        }
    }

    private String describeSlower(ModeResult result) {
        String slower = String.format(Locale.ROOT, "%s took %s, %.1f times as long", capitalize(title(result)),
                time(pageView(result)), pageView(result) / pageView(ranking.get(0)));
        if (result.mode() == Mode.SEQUENTIAL && scenario.calls() > 1) {
            return slower + ": a page view makes its " + count(scenario.calls(), "call") + " one after another"
                    + (wasQueued(result) && lacksThreads(result) ? ", and those that found " + busyThreads() + " waited first."
                            : ".");
        }
        String waited = time(result.queued().median());
        String called = time(result.calling().median());
        return slower + (wasQueued(result) && lacksThreads(result)
                ? ": " + atATime() + ", so that a call waited " + waited + " in the queue before it took " + called + "."
                : ": a call waited " + waited + " to be started and then took " + called + ".");
    }

    private static boolean wasQueued(ModeResult result) {
        return result.queued().median() > QUEUE_SHARE_THRESHOLD * result.calling().median();
    }

    private boolean lacksThreads(ModeResult result) {
        return switch (result.mode()) {
            case SEQUENTIAL -> scenario.users() > scenario.threads();
            case POOL -> scenario.concurrentCalls() > scenario.threads();
            case VIRTUAL, REACTIVE -> false;
        };
    }

    private String atATime() {
        return scenario.threads() == 1 ? "one thread can make only one call at a time"
                : count(scenario.threads(), "thread") + " can make only as many calls at a time";
    }

    private String busyThreads() {
        return scenario.threads() == 1 ? "the one thread busy" : "all " + count(scenario.threads(), "thread") + " busy";
    }

    private void addReactiveNotAlone(List<String> sentences) {
        ranking.stream().filter(result -> result.mode() == Mode.REACTIVE && ranking.size() > 1).forEach(reactive -> {
            List<ModeResult> others = fastest.stream().filter(other -> other != reactive).toList();
            if (!fastest.contains(reactive)) {
                sentences.add("Reactive did not win here.");
            } else if (!others.isEmpty()) {
                sentences.add("Reactive did not win alone: " + each(others, RunSummary::title)
                        + (others.size() == 1 ? " was" : " were") + " as fast.");
            }
        });
    }

    private String describeThreads() {
        return "The most platform threads alive were " + each(ranking,
                result -> Math.round(result.threads().median()) + " with " + title(result)
                        + " (" + Math.round(result.threadsBefore().median()) + " before)")
                + ".";
    }

    private void addErrors(List<String> sentences) {
        long distinct = ranking.stream().map(RunSummary::errors).distinct().count();
        boolean onlyCall = scenario.concurrentCalls() == 1;
        String calls = onlyCall ? "The call" : "Of " + count(scenario.concurrentCalls(), "call") + ",";
        if (distinct > 1) {
            List<ModeResult> failed = ranking.stream().filter(result -> errors(result) > 0).toList();
            sentences.add(onlyCall ? calls + " failed with " + each(failed, RunSummary::title) + "."
                    : calls + " " + each(ranking, result -> errors(result) + " with " + title(result)) + " failed.");
        } else if (errors(ranking.get(0)) > 0) {
            sentences.add(calls + (onlyCall ? "" : " " + errors(ranking.get(0))) + " failed"
                    + (ranking.size() > 1 ? ", whatever the mode." : "."));
        }
    }

    private static long errors(ModeResult result) {
        return Math.round(result.errors().median());
    }

    private static double pageView(ModeResult result) {
        return result.p50().median();
    }

    private static String title(ModeResult result) {
        return result.mode().title();
    }

    private static String each(List<ModeResult> results, Function<ModeResult, String> text) {
        List<String> parts = results.stream().map(text).toList();
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
