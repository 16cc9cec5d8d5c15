package dev.meanwhile.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

class ExplanationTest {

    @Test
    void saysWhyAPoolIsSlowUnderManyUsers() {
        assertThat(Explanation.of(Scenarios.of(100, 5, 20), List.of(
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
                        + " The most platform threads alive were 16 with reactive, 16 with virtual, 35 with pool and 36 with"
                        + " sequential.");
    }

    @Test
    void saysWhenReactiveTies() {
        assertThat(Explanation.of(Scenarios.of(1, 5, 20), List.of(
                result(Mode.SEQUENTIAL, 1_010, 0, 202, 25, 0),
                result(Mode.POOL, 203, 0, 202, 25, 0),
                result(Mode.VIRTUAL, 204, 1, 202, 18, 0),
                result(Mode.REACTIVE, 205, 0, 202, 16, 0))))
                .startsWith("Pool, virtual and reactive were the fastest: half of the page views were complete within"
                        + " 203 ms, 204 ms and 205 ms."
                        + " Sequential took 1.0 s, 5.0 times as long: a page view makes its 5 calls one after another."
                        + " Reactive did not win here: pool and virtual were as fast.");
    }

    @Test
    void saysWhenReactiveLoses() {
        assertThat(Explanation.of(Scenarios.of(1, 1, 1), List.of(
                result(Mode.POOL, 200, 0, 200, 20, 0),
                result(Mode.REACTIVE, 300, 10, 290, 16, 0))))
                .contains("Pool was the fastest: half of the page views were complete within 200 ms.",
                        "Reactive took 300 ms, 1.5 times as long", "Reactive did not win here.");
    }

    @Test
    void saysThatNobodyWinsWhenAllTie() {
        assertThat(Explanation.of(Scenarios.of(1, 1, 1), List.of(
                result(Mode.POOL, 201, 0, 200, 20, 0),
                result(Mode.REACTIVE, 200, 0, 200, 16, 0))))
                .startsWith("No mode won: with reactive and pool, half of the page views were complete within"
                        + " 200 ms and 201 ms. Reactive did not win here: pool was as fast.");
    }

    @Test
    void comparesNothingWhenThereIsOneModeAndNamesWhatIsMissing() {
        assertThat(Explanation.of(Scenarios.of(10, 2, 20), List.of(
                ModeResult.skipped(Mode.VIRTUAL, "There are none."),
                result(Mode.REACTIVE, 200, 0, 200, 16, 4))))
                .isEqualTo("With reactive, half of the page views were complete within 200 ms."
                        + " The most platform threads alive were 16 with reactive. Of 20 calls, 4 failed, whatever the mode."
                        + " Virtual was not played. There are none.");
    }

    @Test
    void countsFailuresByModeWhereTheyDiffer() {
        assertThat(Explanation.of(Scenarios.of(10, 2, 20), List.of(
                result(Mode.POOL, 200, 0, 200, 36, 4),
                result(Mode.REACTIVE, 201, 0, 200, 16, 5))))
                .endsWith(" Of 20 calls, 4 with pool and 5 with reactive failed.");
    }

    private static ModeResult result(Mode mode, double pageView, double queued, double calling, int threads, int errors) {
        Spread any = exactly(1);
        return new ModeResult(mode, null, any, exactly(pageView), any, any, exactly(queued), any, exactly(calling), any, any,
                exactly(threads), any, any, exactly(errors));
    }

    private static Spread exactly(double value) {
        return new Spread(value, value, value);
    }
}
