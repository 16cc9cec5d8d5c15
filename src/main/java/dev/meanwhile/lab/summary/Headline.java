package dev.meanwhile.lab.summary;

import java.util.List;

import dev.meanwhile.lab.result.RunPlan;
import dev.meanwhile.lab.result.RunVerdict;
import dev.meanwhile.lab.scenario.CallResult;
import dev.meanwhile.lab.scenario.Mode;
import dev.meanwhile.lab.scenario.Scenario;

/** The first sentence about a run, with one comparison. Failed calls come before it. */
final class Headline {

    private final Wording wording;
    private final SummaryMessages messages;
    private final RunPlan plan;
    private final Scenario scenario;
    private final RunEvaluation evaluation;
    private final RunVerdict verdict;

    Headline(Wording wording, RunPlan plan, RunEvaluation evaluation, RunVerdict verdict) {
        this.wording = wording;
        this.messages = wording.messages();
        this.plan = plan;
        this.scenario = plan.scenario();
        this.evaluation = evaluation;
        this.verdict = verdict;
    }

    String text() {
        return switch (verdict.kind()) {
            case NOTHING -> messages.nothing();
            case FAILED -> messages.noCallSucceeded(cause());
            case SINGLE -> failures() + messages.single(subject(), withModes(verdict.fastest()), time(0), isMedian(), isOnce());
            case TIE ->
                failures() + messages.tie(subject(), time(0), time(evaluation.ranking().size() - 1), isMedian(), isOnce());
            case WINNER -> failures() + winner();
        };
    }

    private String winner() {
        // A mode in fastest() has a higher median if it ties only because its range overlaps that of the fastest mode.
        Mode slowest = verdict.slower().get(verdict.slower().size() - 1).mode();
        List<Mode> fastest = verdict.closeToFastest();
        boolean together = slowest == Mode.SEQUENTIAL && verdict.slower().size() == 1 && scenario.users() == 1
                && fastest.size() > 1;
        return messages.winner(subject(), withModes(List.of(slowest)), time(evaluation.rank(slowest)),
                together ? messages.together() : withModes(fastest), time(0), isMedian(), isOnce());
    }

    private String subject() {
        return messages.scenario(scenario.users(), scenario.calls(), Wording.time(scenario.delay()),
                scenario.work().isZero() ? null : Wording.time(scenario.work()));
    }

    private String withModes(List<Mode> modes) {
        return modes.equals(List.of(Mode.SEQUENTIAL)) && scenario.calls() > 1 ? messages.oneAfterAnother()
                : messages.withModes(wording.titles(modes));
    }

    private boolean isMedian() {
        return scenario.users() > 1;
    }

    private boolean isOnce() {
        return !verdict.conclusive();
    }

    /** A sentence, or nothing if no call failed. */
    private String failures() {
        RunVerdict.Failures failures = verdict.failures();
        if (failures == null) {
            return "";
        }
        String calls = Wording.count(failures.calls());
        List<Integer> counts = failures.failed().values().stream().distinct().toList();
        if (counts.size() == 1) {
            return messages.callsFailed(Wording.count(counts.get(0)), calls, failures.failed().size() > 1, cause());
        }
        List<String> byMode = failures.failed().entrySet().stream().filter(mode -> mode.getValue() > 0)
                .map(mode -> messages.countWithMode(Wording.count(mode.getValue()), mode.getKey())).toList();
        return messages.callsFailedByMode(calls, wording.join(byMode), cause());
    }

    private String cause() {
        String error = verdict.failures().error();
        String upstream = plan.environment().upstream();
        return switch (error) {
            case CallResult.REQUESTED_FAILURE -> messages.requested();
            case CallResult.UNREACHABLE -> messages.unreachable(upstream);
            case CallResult.TIMEOUT -> messages.timedOut(upstream);
            case CallResult.INVALID_RESPONSE -> messages.invalidResponse(upstream);
            default -> messages.errorStatus(upstream, error);
        };
    }

    private String time(int rank) {
        return Wording.time(RunEvaluation.time(evaluation.ranking().get(rank)));
    }
}
