package dev.meanwhile.lab.summary;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.meanwhile.lab.result.MeasuredMode;
import dev.meanwhile.lab.result.RepeatMeasurement;
import dev.meanwhile.lab.result.RunCompleted;
import dev.meanwhile.lab.result.RunPlan;
import dev.meanwhile.lab.result.RunVerdict;
import dev.meanwhile.lab.result.RunVerdict.SlowerMode;
import dev.meanwhile.lab.scenario.Mode;
import dev.meanwhile.lab.scenario.Scenario;

/**
 * Describes the verdict of a run in sentences, in the wording of {@link SummaryMessages}. The class is longer than 150 lines,
 * because it has the rule for each sentence.
 */
public final class RunSummary {

    private final Wording wording;
    private final SummaryMessages messages;
    private final RunPlan plan;
    private final Scenario scenario;
    private final RunEvaluation evaluation;
    private final RunVerdict verdict;

    private RunSummary(SummaryMessages messages, RunPlan plan, Map<Mode, List<RepeatMeasurement>> measurements) {
        this.wording = new Wording(messages);
        this.messages = messages;
        this.plan = plan;
        this.scenario = plan.scenario();
        this.evaluation = new RunEvaluation(scenario, plan.environment(), measurements);
        this.verdict = evaluation.verdict();
    }

    /** Describes a complete run. */
    public static RunCompleted completed(SummaryMessages messages, RunPlan plan,
            Map<Mode, List<RepeatMeasurement>> measurements, double seconds) {
        RunSummary summary = new RunSummary(messages, plan, measurements);
        if (summary.verdict.kind() == RunVerdict.Kind.FAILED) {
            // the times of failed calls mean nothing, so there are no other sentences
            return RunCompleted.of(seconds, summary.verdict, summary.headline(), Map.of(), List.of());
        }
        return RunCompleted.of(seconds, summary.verdict, summary.headline(), summary.sentences(measurements.keySet()),
                summary.notes());
    }

    private String headline() {
        return new Headline(wording, plan, evaluation, verdict).text();
    }

    /**
     * Returns the limits of the measurements as sentences.
     *
     * @param countsEndedThreads whether the JVM counts the heap that ended threads allocated
     */
    public static List<String> caveats(SummaryMessages messages, boolean countsEndedThreads) {
        return countsEndedThreads ? List.of(messages.wholeProcess(), messages.cpuTicks())
                : List.of(messages.wholeProcess(), messages.cpuTicks(), messages.heapEstimate());
    }

    // --- one sentence for each mode

    private Map<String, String> sentences(Iterable<Mode> measured) {
        Map<String, String> sentences = new LinkedHashMap<>();
        boolean compared = evaluation.ranking().size() > 1 && !verdict.slower().isEmpty();
        evaluation.ranking().forEach(mode -> sentences.put(mode.mode().title(),
                compared && !verdict.conclusive() ? messages.inThisRun(sentence(mode)) : sentence(mode)));
        measured.forEach(mode -> sentences.putIfAbsent(mode.title(), messages.modeFailed()));
        return sentences;
    }

    private String sentence(MeasuredMode mode) {
        String time = Wording.time(RunEvaluation.time(mode));
        return verdict.slower().stream().filter(slower -> slower.mode() == mode.mode()).findFirst()
                .map(slower -> messages.slower(time, Wording.ratio(slower.ratio()), verdict.fastest().get(0).title(),
                        reason(slower, mode)))
                .orElseGet(() -> fastest(mode, time));
    }

    private String fastest(MeasuredMode mode, String time) {
        if (verdict.slower().isEmpty()) {
            return messages.onlyTime(time);
        }
        if (verdict.overlapping().contains(mode.mode())) {
            return messages.overlaps(time, verdict.fastest().get(0).title());
        }
        List<Mode> others = verdict.closeToFastest().stream().filter(other -> other != mode.mode()).toList();
        if (!others.isEmpty()) {
            return messages.asFast(time, wording.titles(others));
        }
        return verdict.overlapping().isEmpty() ? messages.fastest(time) : messages.onlyTime(time);
    }

    private String reason(SlowerMode slower, MeasuredMode mode) {
        String queueTime = Wording.time(mode.queued().median());
        return switch (slower.reason()) {
            case ONE_AFTER_ANOTHER -> messages.reasonOneAfterAnother(scenario.calls(),
                    evaluation.lackedThreads(mode) ? scenario.threads() : 0);
            case THREADS -> messages.reasonThreads(scenario.threads(), Wording.count(scenario.concurrentCalls()), queueTime);
            case WORK -> messages.reasonWork(mode.mode() == Mode.REACTIVE, plan.environment().processors());
            case OTHER -> messages.reasonOther(queueTime, Wording.time(mode.calling().median()));
        };
    }

    // --- notes

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (verdict.kind() == RunVerdict.Kind.WINNER || verdict.kind() == RunVerdict.Kind.TIE) {
            addComparison(notes);
        }
        if (!scenario.work().isZero()) {
            addWorkLesson(notes);
        }
        if (verdict.busy()) {
            notes.add(verdict.otherCpuShare() == null
                    ? messages.busyLoad(Wording.ratio(plan.environment().load()), plan.environment().processors())
                    : messages.busyShare(String.valueOf(Math.round(verdict.otherCpuShare() * 100))));
        }
        if (plan.skips(Mode.VIRTUAL)) {
            notes.add(messages.skipped(Mode.VIRTUAL.title(), Runtime.version().feature()));
        }
        return notes;
    }

    private void addComparison(List<String> notes) {
        if (verdict.slower().stream().anyMatch(slower -> slower.mode() == Mode.REACTIVE)) {
            notes.add(messages.reactiveSlower(!verdict.conclusive()));
        }
        if (verdict.fastest().size() > 1) {
            addTie(notes);
        }
        if (!verdict.conclusive()) {
            notes.add(messages.playedOnce());
        }
    }

    private void addWorkLesson(List<String> notes) {
        int processors = plan.environment().processors();
        int calls = scenario.concurrentCalls();
        // The work of one call is not divided over processors.
        long rounds = (calls + processors - 1L) / processors;
        notes.add(messages.workLesson(calls, Wording.count(calls), Wording.time(scenario.work()),
                Wording.time(scenario.work().multipliedBy(rounds)), processors, scenario.modes().contains(Mode.REACTIVE)));
    }

    private void addTie(List<String> notes) {
        String modes = wording.titles(verdict.fastest().stream().sorted().toList());
        if (verdict.conclusive() && evaluation.fastestOverlap()) {
            notes.add(messages.tieOfRanges(modes, scenario.repeats()));
        } else if (!verdict.overlapping().isEmpty()) {
            notes.add(messages.overlapping(wording.titles(verdict.overlapping()), verdict.fastest().get(0).title()));
        } else if (verdict.kind() == RunVerdict.Kind.WINNER) {
            // the headline of a tie has the times
            notes.add(messages.tieOfTimes(modes, Wording.time(evaluation.differenceOfFastest()), !verdict.conclusive()));
        }
    }
}
