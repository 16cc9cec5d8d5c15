package dev.meanwhile.lab;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Says what happened in a run, from its numbers: who was the fastest, who was not and why, and at what cost. */
final class Explanation {

    /** Modes whose median page views differ by less are as fast as each other: that much is noise. */
    private static final double TIE = 1.15;

    /** From this share of a call's time on, the queue is worth a word. */
    private static final double WORTH_A_WORD = 0.1;

    private final Scenario scenario;
    private final List<ModeResult> ranking;
    private final List<ModeResult> winners;

    private Explanation(Scenario scenario, List<ModeResult> results) {
        this.scenario = scenario;
        this.ranking = results.stream().filter(ModeResult::played).sorted(Comparator.comparing(Explanation::pageView)).toList();
        this.winners = ranking.stream().filter(result -> pageView(result) <= pageView(ranking.get(0)) * TIE).toList();
    }

    static String of(Scenario scenario, List<ModeResult> results) {
        Explanation explanation = new Explanation(scenario, results);
        List<String> sentences = new ArrayList<>();
        if (!explanation.ranking.isEmpty()) {
            sentences.add(explanation.whoWon());
            explanation.ranking.stream().filter(result -> !explanation.winners.contains(result))
                    .map(explanation::whySlower).forEach(sentences::add);
            explanation.addWhetherReactiveLost(sentences);
            sentences.add(explanation.threads());
            explanation.addErrors(sentences);
        }
        results.stream().filter(result -> !result.played())
                .map(result -> capital(result.mode().title()) + " was not played. " + result.skipped()).forEach(sentences::add);
        return String.join(" ", sentences);
    }

    private String whoWon() {
        String times = each(winners, result -> time(pageView(result)));
        String half = "half of the page views were complete within " + times + ".";
        if (ranking.size() == 1) {
            return "With " + title(ranking.get(0)) + ", " + half;
        }
        if (winners.size() == ranking.size()) {
            return "No mode won: with " + each(winners, Explanation::title) + ", " + half;
        }
        return capital(each(winners, Explanation::title)) + (winners.size() == 1 ? " was the fastest: " : " were the fastest: ")
                + half;
    }

    private String whySlower(ModeResult result) {
        String slower = String.format(Locale.ROOT, "%s took %s, %.1f times as long", capital(title(result)),
                time(pageView(result)), pageView(result) / pageView(ranking.get(0)));
        boolean queued = result.queued().median() > WORTH_A_WORD * result.calling().median();
        String queue = time(result.queued().median());
        String call = time(result.calling().median());
        return slower + switch (result.mode()) {
            case SEQUENTIAL -> ": a page view makes its " + count(scenario.calls(), "call") + " one after another"
                    + (queued ? ", and those that found all " + count(scenario.threads(), "thread") + " busy waited first."
                            : ".");
            case POOL -> queued ? ": " + count(scenario.threads(), "thread") + " can make only as many calls at a time, so that"
                    + " a call waited " + queue + " in the queue before it took " + call + "." : ".";
            case VIRTUAL, REACTIVE -> ": a call waited " + queue + " to be started and then took " + call + ".";
        };
    }

    private void addWhetherReactiveLost(List<String> sentences) {
        ranking.stream().filter(result -> result.mode() == Mode.REACTIVE && ranking.size() > 1).forEach(reactive -> {
            List<ModeResult> others = winners.stream().filter(winner -> winner != reactive).toList();
            if (!winners.contains(reactive)) {
                sentences.add("Reactive did not win here.");
            } else if (!others.isEmpty()) {
                sentences.add("Reactive did not win here: " + each(others, Explanation::title)
                        + (others.size() == 1 ? " was" : " were") + " as fast.");
            }
        });
    }

    private String threads() {
        return "The most platform threads alive were "
                + each(ranking, result -> Math.round(result.threads().median()) + " with " + title(result))
                + ".";
    }

    private void addErrors(List<String> sentences) {
        long distinct = ranking.stream().map(Explanation::errors).distinct().count();
        String calls = "Of " + count(scenario.callsAtOnce(), "call") + ", ";
        if (distinct > 1) {
            sentences.add(calls + each(ranking, result -> errors(result) + " with " + title(result)) + " failed.");
        } else if (errors(ranking.get(0)) > 0) {
            sentences.add(calls + errors(ranking.get(0)) + " failed, whatever the mode.");
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
        return millis < 999.5 ? Math.round(millis) + " ms" : String.format(Locale.ROOT, "%.1f s", millis / 1_000);
    }

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
