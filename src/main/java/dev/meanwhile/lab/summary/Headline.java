package dev.meanwhile.lab.summary;

import java.util.List;
import java.util.stream.Collectors;

import dev.meanwhile.lab.result.RunPlan;
import dev.meanwhile.lab.result.RunVerdict;
import dev.meanwhile.lab.scenario.CallResult;
import dev.meanwhile.lab.scenario.Mode;
import dev.meanwhile.lab.scenario.Scenario;

/** The first sentence about a run, with the time of each mode that had successful calls. Failed calls come before it. */
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
            case SINGLE -> failures() + allModes();
            case TIE -> failures() + allModes() + messages.noModeWon(isOnce(), !verdict.overlapping().isEmpty());
            case WINNER -> failures() + (isTogether() ? onePageView() : allModes());
        };
    }

    /** Whether one page view was slow only with its calls one after another. */
    private boolean isTogether() {
        return scenario.users() == 1 && scenario.calls() > 1 && verdict.fastest().size() > 1
                && verdict.slower().size() == 1 && verdict.slower().get(0).mode() == Mode.SEQUENTIAL
                // a mode that ties because its range overlaps can have a higher median
                && evaluation.ranking().get(evaluation.ranking().size() - 1).mode() == Mode.SEQUENTIAL;
    }

    private String onePageView() {
        int slowest = evaluation.ranking().size() - 1;
        return messages.onePageView(subject(), time(slowest), time(0), time(slowest - 1), isOnce());
    }

    /** Each mode has its own time, also those that tie. */
    private String allModes() {
        String times = evaluation.ranking().stream()
                .map(mode -> messages.modeTime(mode.mode().title(), Wording.time(RunEvaluation.time(mode))))
                .collect(Collectors.joining(messages.separator()));
        return messages.allModes(subject(), times, isMedian(), isOnce());
    }

    private String subject() {
        return messages.scenario(scenario.users(), scenario.calls(), Wording.time(scenario.delay()),
                scenario.work().isZero() ? null : Wording.time(scenario.work()));
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
            return messages.callsFailed(Wording.count(counts.get(0)), calls, scenario.repeats(), failures.failed().size() > 1,
                    cause());
        }
        List<String> byMode = failures.failed().entrySet().stream().filter(mode -> mode.getValue() > 0)
                .map(mode -> messages.countWithMode(Wording.count(mode.getValue()), mode.getKey())).toList();
        return messages.callsFailedByMode(calls, scenario.repeats(), wording.join(byMode), cause());
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
