package dev.meanwhile.lab.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.meanwhile.lab.scenario.Mode;
import dev.meanwhile.lab.scenario.ScenarioFixtures;

class RunSummaryTest {

    @Test
    void explainsWhyThePoolIsSlowForManyUsers() {
        assertThat(RunSummary.of(ScenarioFixtures.of(100, 5, 20), List.of(
                result(Mode.SEQUENTIAL, 3_097, 412, 205, 36, 0),
                result(Mode.POOL, 2_761, 2_506, 208, 35, 0),
                result(Mode.VIRTUAL, 360, 24, 284, 16, 0),
                result(Mode.REACTIVE, 300, 15, 271, 16, 0))))
                .isEqualTo("Reactive was the fastest: half of the page views were complete within 300 ms."
                        + " Virtual took 360 ms, 1.2 times as long: a call waited 24 ms to be started and then took 284 ms."
                        + " Pool took 2.8 s, 9.2 times as long: 20 threads can make only as many calls at a time, so that"
                        + " a call waited 2.5 s in the queue before it took 208 ms."
                        + " Sequential took 3.1 s, 10.3 times as long: a page view makes its 5 calls one after another,"
                        + " and those that found all 20 threads busy waited first."
                        + " The most platform threads alive were 16 with reactive (12 before), 16 with virtual (12 before),"
                        + " 35 with pool (12 before) and 36 with sequential (12 before).");
    }

    @Test
    void mentionsThatReactiveTies() {
        assertThat(RunSummary.of(ScenarioFixtures.of(1, 5, 20), List.of(
                result(Mode.SEQUENTIAL, 1_010, 0, 202, 25, 0),
                result(Mode.POOL, 203, 0, 202, 25, 0),
                result(Mode.VIRTUAL, 204, 1, 202, 18, 0),
                result(Mode.REACTIVE, 205, 0, 202, 16, 0))))
                .startsWith("Pool, virtual and reactive were the fastest: the page view was complete within"
                        + " 203 ms, 204 ms and 205 ms."
                        + " Sequential took 1.0 s, 5.0 times as long: a page view makes its 5 calls one after another."
                        + " Reactive did not win alone: pool and virtual were as fast.");
    }

    @Test
    void mentionsThatReactiveIsSlower() {
        assertThat(RunSummary.of(ScenarioFixtures.of(1, 1, 1), List.of(
                result(Mode.POOL, 200, 0, 200, 20, 0),
                result(Mode.REACTIVE, 300, 10, 290, 16, 0))))
                .contains("Pool was the fastest: the page view was complete within 200 ms.",
                        "Reactive took 300 ms, 1.5 times as long", "Reactive did not win here.");
    }

    @Test
    void namesNoWinnerWhenAllTie() {
        assertThat(RunSummary.of(ScenarioFixtures.of(1, 1, 1), List.of(
                result(Mode.POOL, 201, 0, 200, 20, 0),
                result(Mode.REACTIVE, 200, 0, 200, 16, 0))))
                .startsWith("No mode won: with reactive and pool, the page view was complete within"
                        + " 200 ms and 201 ms. Reactive did not win alone: pool was as fast.");
    }

    @Test
    void comparesNothingForOneModeAndNamesSkippedModes() {
        assertThat(RunSummary.of(ScenarioFixtures.of(10, 2, 20), List.of(
                new ModeResult.SkippedMode(Mode.VIRTUAL, "There are none."),
                result(Mode.REACTIVE, 200, 0, 200, 16, 4))))
                .isEqualTo("With reactive, half of the page views were complete within 200 ms."
                        + " The most platform threads alive were 16 with reactive (12 before). Of 20 calls, 4 failed."
                        + " Virtual was not run. There are none.");
    }

    @Test
    void countsFailuresByModeIfTheyDiffer() {
        assertThat(RunSummary.of(ScenarioFixtures.of(10, 2, 20), List.of(
                result(Mode.POOL, 200, 0, 200, 36, 4),
                result(Mode.REACTIVE, 201, 0, 200, 16, 5))))
                .endsWith(" Of 20 calls, 4 with pool and 5 with reactive failed.");
    }

    @Test
    void countsFailuresOnceIfTheyAreEqual() {
        assertThat(RunSummary.of(ScenarioFixtures.of(10, 2, 20), List.of(
                result(Mode.POOL, 200, 0, 200, 36, 4),
                result(Mode.REACTIVE, 201, 0, 200, 16, 4))))
                .endsWith(" Of 20 calls, 4 failed, whatever the mode.");
    }

    @Test
    void describesTheFailureOfASingleCall() {
        assertThat(RunSummary.of(ScenarioFixtures.of(1, 1, 20), List.of(
                result(Mode.POOL, 200, 0, 200, 36, 1),
                result(Mode.REACTIVE, 201, 0, 200, 16, 1))))
                .endsWith(" The call failed, whatever the mode.");
        assertThat(RunSummary.of(ScenarioFixtures.of(1, 1, 20), List.of(
                result(Mode.POOL, 200, 0, 200, 36, 0),
                result(Mode.REACTIVE, 201, 0, 200, 16, 1))))
                .endsWith(" The call failed with reactive.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            10 | 2 | 20 | Pool took 400 ms, 2.0 times as long: a call waited 190 ms to be started and then took 205 ms.
            10 | 2 | 19 | Pool took 400 ms, 2.0 times as long: 19 threads can make only as many calls at a time, \
            so that a call waited 190 ms in the queue before it took 205 ms.
            10 | 2 | 1  | Pool took 400 ms, 2.0 times as long: one thread can make only one call at a time, \
            so that a call waited 190 ms in the queue before it took 205 ms.
            """)
    void namesTheThreadLimitOnlyIfThreadsAreTooFew(int users, int calls, int threads, String sentence) {
        assertThat(RunSummary.of(ScenarioFixtures.of(users, calls, threads), List.of(
                result(Mode.POOL, 400, 190, 205, 36, 0), result(Mode.REACTIVE, 200, 0, 200, 16, 0))))
                .contains(sentence);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            10 | 2 | 10 | Sequential took 400 ms, 2.0 times as long: a page view makes its 2 calls one after another.
            10 | 2 | 9  | Sequential took 400 ms, 2.0 times as long: a page view makes its 2 calls one after another, \
            and those that found all 9 threads busy waited first.
            10 | 2 | 1  | Sequential took 400 ms, 2.0 times as long: a page view makes its 2 calls one after another, \
            and those that found the one thread busy waited first.
            10 | 1 | 9  | Sequential took 400 ms, 2.0 times as long: 9 threads can make only as many calls at a time, \
            so that a call waited 190 ms in the queue before it took 205 ms.
            10 | 1 | 10 | Sequential took 400 ms, 2.0 times as long: a call waited 190 ms to be started and then took 205 ms.
            """)
    void explainsSequentialByItsCallsAndThreads(int users, int calls, int threads, String sentence) {
        assertThat(RunSummary.of(ScenarioFixtures.of(users, calls, threads), List.of(
                result(Mode.SEQUENTIAL, 400, 190, 205, 36, 0), result(Mode.REACTIVE, 200, 0, 200, 16, 0))))
                .contains(sentence);
    }

    @ParameterizedTest
    @CsvSource({ "3, 7.99", "3, 4", "100, 114.9", "100, 104.9" })
    void closeTimesAreATie(double fast, double slow) {
        assertThat(RunSummary.of(ScenarioFixtures.of(10, 2, 20), List.of(
                result(Mode.POOL, slow, 0, 200, 36, 0), result(Mode.REACTIVE, fast, 0, 200, 16, 0))))
                .startsWith("No mode won").doesNotContain("overlap");
    }

    @ParameterizedTest
    @CsvSource({ "3, 8.1", "100, 116" })
    void distantTimesAreNoTie(double fast, double slow) {
        assertThat(RunSummary.of(ScenarioFixtures.of(10, 2, 20), List.of(
                result(Mode.POOL, slow, 0, 200, 36, 0), result(Mode.REACTIVE, fast, 0, 200, 16, 0))))
                .startsWith("Reactive was the fastest");
    }

    @Test
    void overlappingRepeatsAreATie() {
        assertThat(RunSummary.of(ScenarioFixtures.of(10, 2, 20), List.of(
                result(Mode.POOL, new MedianAndRange(400, 290, 410), 0, 200, 36, 0),
                result(Mode.REACTIVE, new MedianAndRange(200, 190, 300), 0, 200, 16, 0))))
                .startsWith(
                        "No mode won: with reactive and pool, half of the page views were complete within 200 ms and 400 ms."
                                + " Their repeats overlap, so that the difference tells nothing."
                                + " Reactive did not win alone: pool was as fast.");
        assertThat(RunSummary.of(ScenarioFixtures.of(10, 2, 20), List.of(
                result(Mode.POOL, new MedianAndRange(400, 301, 410), 0, 200, 36, 0),
                result(Mode.REACTIVE, new MedianAndRange(200, 190, 300), 0, 200, 16, 0))))
                .startsWith("Reactive was the fastest").doesNotContain("overlap");
    }

    @Test
    void describesTimesBelowOneMillisecond() {
        assertThat(RunSummary.of(ScenarioFixtures.of(10, 2, 20), List.of(result(Mode.REACTIVE, 0.4, 0, 0.4, 16, 0))))
                .startsWith("With reactive, half of the page views were complete within less than 1 ms.");
    }

    private static MeasuredMode result(Mode mode, double pageView, double queued, double calling, int threads, int errors) {
        return result(mode, exactly(pageView), queued, calling, threads, errors);
    }

    private static MeasuredMode result(Mode mode, MedianAndRange pageView, double queued, double calling, int threads,
            int errors) {
        MedianAndRange any = exactly(1);
        return new MeasuredMode(mode, any, pageView, any, any, exactly(queued), any, exactly(calling), any, any,
                exactly(12), exactly(threads), any, any, exactly(errors));
    }

    private static MedianAndRange exactly(double value) {
        return new MedianAndRange(value, value, value);
    }
}
