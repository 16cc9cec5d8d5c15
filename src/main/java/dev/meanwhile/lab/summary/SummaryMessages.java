package dev.meanwhile.lab.summary;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/**
 * The sentences about a run. Times, ratios and counts are formatted text. {@code messages/labSummary_zh.properties} has the
 * Chinese wording. The interface is longer than 150 lines, because it has one method for each sentence.
 */
@MessageBundle(value = SummaryMessages.NAME, locale = "en")
public interface SummaryMessages {

    String NAME = "labSummary";

    // --- parts of sentences

    /** The scenario as the subject of a headline. */
    @Message("{#if users > 1}{users} page views of {/if}{#if calls > 1}{calls} calls{#else if users > 1}one call{#else}One call{/if} of {delay}"
            + "{#if work}, each with {work} of work{/if}")
    String scenario(int users, int calls, String delay, String work);

    /** A mode with its own time. */
    @Message("{mode} {time}")
    String modeTime(String mode, String time);

    @Message(" and ")
    String lastSeparator();

    @Message(", ")
    String separator();

    // --- headlines

    /** For one page view. {@code shortest} and {@code longest} are times of the modes other than {@code sequential}. */
    @Message("{scenario}{#if once}, in this one run{/if}: one after another {sequential}, together {shortest}"
            + "{#if shortest != longest} to {longest}{/if}.")
    String onePageView(String scenario, String sequential, String shortest, String longest, boolean once);

    /** @param times of all modes, see {@link #modeTime} */
    @Message("{scenario}{#if once}, in this one run{/if}: {times}{#if median} (median page view){/if}.")
    String allModes(String scenario, String times, boolean median, boolean once);

    /** Follows {@link #allModes}. */
    @Message(" No mode won{#if once} in this one run{/if}{#if overlap}, because the ranges of the modes overlap{/if}.")
    String noModeWon(boolean once, boolean overlap);

    @Message("No mode was measured.")
    String nothing();

    @Message("This instance is shutting down, so this run ended early.")
    String stopped();

    // --- failures; a headline follows the sentences that end with a space

    @Message("No call succeeded: {cause}. These times mean nothing.")
    String noCallSucceeded(String cause);

    @Message("{upstream} could not be reached")
    String unreachable(String upstream);

    @Message("{upstream} did not respond in time")
    String timedOut(String upstream);

    @Message("{upstream} responded with {error}")
    String errorStatus(String upstream, String error);

    @Message("{upstream} did not respond with the requested number")
    String invalidResponse(String upstream);

    @Message("the scenario lets calls fail")
    String requested();

    /** @param calls of all repeats of a mode */
    @Message("{failed} of {calls} calls{#if repeats > 1} of the {repeats} repeats{/if} failed"
            + "{#if everyMode} in every mode{/if}: {cause}. ")
    String callsFailed(String failed, String calls, int repeats, boolean everyMode, String cause);

    /** @param calls of all repeats of a mode */
    @Message("Of {calls} calls{#if repeats > 1} of the {repeats} repeats{/if}, {counts} failed: {cause}. ")
    String callsFailedByMode(String calls, int repeats, String counts, String cause);

    @Message("{count} with {mode}")
    String countWithMode(String count, String mode);

    // --- one sentence for each mode

    @Message("{time}, the fastest.")
    String fastest(String time);

    @Message("{time}, about as fast as {others}.")
    String asFast(String time, String others);

    @Message("{time}; its repeats overlap those of {fastest}.")
    String overlaps(String time, String fastest);

    @Message("{time}.")
    String onlyTime(String time);

    @Message("{time}, {ratio} times as long as {fastest}: {reason}.")
    String slower(String time, String ratio, String fastest, String reason);

    @Message("the {calls} calls of a page view run one after another"
            + "{#if threads}, and a page view that finds {#if threads == 1}the only thread{#else}all {threads} threads{/if} busy waits"
            + " first{/if}")
    String reasonOneAfterAnother(int calls, int threads);

    @Message("{#if threads == 1}there is one thread{#else}there are {threads} threads{/if} for {calls} calls, so a call waited"
            + " {queueTime} for a thread")
    String reasonThreads(int threads, String calls, String queueTime);

    @Message("{#if eventLoops}an event loop handles one response at a time, and the work of the others waits{#else}the calls share"
            + " {#if processors == 1}one processor{#else}{processors} processors{/if} for their work, however many threads there are{/if}")
    String reasonWork(boolean eventLoops, int processors);

    @Message("a call waited {queueTime} to start and then took {callTime}")
    String reasonOther(String queueTime, String callTime);

    /** A sentence that compares modes which were played once. */
    @Message("In this one run: {sentence}")
    String inThisRun(String sentence);

    @Message("No call succeeded.")
    String modeFailed();

    // --- notes

    @Message("Reactive did not win{#if once} in this one run{/if}.")
    String reactiveSlower(boolean once);

    /** @param least time that the processors need for the work of all calls of a mode */
    @Message("Concurrency adds no processors: in every mode, {#if calls == 1}one call with {work} of work needs"
            + "{#else}{count} calls with {work} of work each need{/if} at least {least} on"
            + " {#if processors == 1}one processor{#else}{processors} processors{/if}. The time of a call includes its work and the"
            + " wait for a processor{#if eventLoops} or an event loop{/if}.")
    String workLesson(int calls, String count, String work, String least, int processors, boolean eventLoops);

    @Message("{modes.capitalized} tie: their ranges over {repeats} repeats overlap.")
    String tieOfRanges(String modes, int repeats);

    @Message("{modes.capitalized} tie{#if once} in this one run{/if}: their {#if once}times{#else}medians{/if} differ by {difference}.")
    String tieOfTimes(String modes, String difference, boolean once);

    @Message("Each mode was played once. Repeat the run before you trust a difference.")
    String playedOnce();

    @Message("The repeats of {modes} and {fastest} overlap, so their difference means nothing.")
    String overlapping(String modes, String fastest);

    @Message("This machine was busy: other processes used {percent} % of its processors. Repeat the run on an idle machine.")
    String busyShare(String percent);

    @Message("This machine was busy: its load was {load} on {processors} processors. Repeat the run on an idle machine.")
    String busyLoad(String load, int processors);

    @Message("The mode {mode} was not run: virtual threads need Java 21 or newer, and this is Java {version}.")
    String skipped(String mode, int version);

    @Message("The run failed because of an internal error. Error id: {id}")
    String internalError(String id);

    @Message("Virtual threads need Java 21 or newer, and this is Java {version}.")
    String noVirtualThreads(int version);

    // --- limits of the measurements

    @Message("Threads, CPU time and heap are those of the whole process, including all its other work.")
    String wholeProcess();

    @Message("CPU time is counted in ticks of 10 ms: a difference of a few ticks means nothing.")
    String cpuTicks();

    @Message("This Java does not count what ended threads allocated: heap is an estimate, without the threads that ended"
            + " and were not the lab's.")
    String heapEstimate();
}
