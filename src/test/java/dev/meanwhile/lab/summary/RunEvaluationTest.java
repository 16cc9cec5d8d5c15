package dev.meanwhile.lab.summary;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.meanwhile.lab.result.RunVerdict;
import dev.meanwhile.lab.result.RunVerdict.Kind;
import dev.meanwhile.lab.result.RunVerdict.Reason;
import dev.meanwhile.lab.result.RunVerdict.SlowerMode;
import dev.meanwhile.lab.scenario.CallResult;
import dev.meanwhile.lab.scenario.Mode;
import dev.meanwhile.lab.scenario.Scenario;
import dev.meanwhile.lab.scenario.ScenarioFixtures;

class RunEvaluationTest {

    private static final Scenario THREE_REPEATS = ScenarioFixtures.of(10, 2, Duration.ofMillis(200), Duration.ZERO, 0, 20, 3,
            7);

    @Test
    void ranksModesByTheMedianOfTheirRepeats() {
        RunVerdict verdict = verdict(THREE_REPEATS, new RunFixtures().mode(Mode.SEQUENTIAL, 1_020, 1_000, 1_100)
                .mode(Mode.POOL, 205, 204, 250).mode(Mode.REACTIVE, 203, 190, 210));

        assertThat(verdict).isEqualTo(new RunVerdict(Kind.WINNER, true, false, 5.0, List.of(Mode.REACTIVE, Mode.POOL),
                List.of(new SlowerMode(Mode.SEQUENTIAL, Reason.ONE_AFTER_ANOTHER, 5.0)), List.of(), null, null));
    }

    @ParameterizedTest
    @CsvSource({ "3, 7.99, TIE", "3, 8.1, WINNER", "100, 114.9, TIE", "100, 116, WINNER", "0, 5, TIE", "0, 5.1, WINNER" })
    void smallDifferencesAreATie(double fast, double slow, Kind kind) {
        assertThat(verdict(ScenarioFixtures.of(10, 2, 20), new RunFixtures().mode(Mode.POOL, slow).mode(Mode.REACTIVE, fast))
                .kind()).isEqualTo(kind);
    }

    @Test
    void ratioIsFinite() {
        assertThat(verdict(ScenarioFixtures.of(10, 2, 20), new RunFixtures().mode(Mode.POOL, 6).mode(Mode.REACTIVE, 0)).ratio())
                .isEqualTo(600);
    }

    @Test
    void overlappingRangesAreATie() {
        RunFixtures overlapping = new RunFixtures().mode(Mode.POOL, 400, 290, 410).mode(Mode.REACTIVE, 200, 190, 300);
        RunFixtures apart = new RunFixtures().mode(Mode.POOL, 400, 301, 410).mode(Mode.REACTIVE, 200, 190, 300);

        assertThat(verdict(THREE_REPEATS, overlapping)).returns(Kind.TIE, RunVerdict::kind)
                .returns(List.of(Mode.POOL), RunVerdict::overlapping).returns(null, RunVerdict::ratio);
        assertThat(verdict(THREE_REPEATS, apart)).returns(Kind.WINNER, RunVerdict::kind)
                .returns(List.of(), RunVerdict::overlapping).returns(2.0, RunVerdict::ratio);
    }

    @Test
    void oneRepeatIsNotConclusive() {
        RunFixtures run = new RunFixtures().mode(Mode.POOL, 400).mode(Mode.REACTIVE, 200);

        assertThat(verdict(ScenarioFixtures.of(10, 2, 20), run).conclusive()).isFalse();
        assertThat(verdict(THREE_REPEATS, run).conclusive()).isTrue();
    }

    @Test
    void oneModeIsComparedWithNothing() {
        assertThat(verdict(THREE_REPEATS, new RunFixtures().mode(Mode.POOL, 400, 401, 402)).kind()).isEqualTo(Kind.SINGLE);
        assertThat(verdict(THREE_REPEATS, new RunFixtures())).isEqualTo(RunVerdict.NOTHING);
    }

    @ParameterizedTest
    @CsvSource({ "POOL, 10, 2, 19, 0, THREADS", "POOL, 10, 2, 20, 0, OTHER", "POOL, 10, 2, 20, 5, WORK",
            "POOL, 10, 2, 19, 5, THREADS", "VIRTUAL, 10, 2, 1, 5, WORK", "SEQUENTIAL, 10, 2, 20, 5, ONE_AFTER_ANOTHER",
            "SEQUENTIAL, 10, 1, 9, 0, THREADS", "SEQUENTIAL, 10, 1, 10, 0, OTHER" })
    void findsTheReasonOfASlowerMode(Mode mode, int users, int calls, int threads, int work, Reason reason) {
        Scenario all = ScenarioFixtures.of(users, calls, threads);
        Scenario scenario = new Scenario(users, calls, all.delay(), all.jitter(), Duration.ofMillis(work), 0, threads, 1,
                all.modes(), 7L);

        assertThat(verdict(scenario, new RunFixtures().mode(mode, 190, new double[] { 400 }).mode(Mode.REACTIVE, 200)).slower())
                .containsExactly(new SlowerMode(mode, reason, 2.0));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = { "-, -, false", "-, 2.1, true", "-, 2, false", "0.19, 9, false", "0.2, 0, true" })
    void machineIsBusyByTheShareOfOthersOrElseByItsLoad(Double share, Double load, boolean busy) {
        RunFixtures run = new RunFixtures().mode(Mode.POOL, 400).mode(Mode.REACTIVE, 200);
        if (share != null) {
            run.others(share);
        }

        assertThat(new RunEvaluation(THREE_REPEATS, RunFixtures.MACHINE.withLoad(load), run.measurements()).verdict())
                .returns(busy, RunVerdict::busy).returns(share, RunVerdict::otherCpuShare);
    }

    @Test
    void modeWithoutASuccessfulCallIsNotTheFastest() {
        CallResult unreachable = CallResult.broken(CallResult.UNREACHABLE);

        RunVerdict verdict = verdict(ScenarioFixtures.of(10, 2, 20), new RunFixtures()
                .failing(Mode.POOL, 2, 20, 20, unreachable).failing(Mode.VIRTUAL, 210, 20, 1, unreachable)
                .mode(Mode.REACTIVE, 200));

        assertThat(verdict.kind()).isEqualTo(Kind.TIE);
        assertThat(verdict.fastest()).containsExactly(Mode.REACTIVE, Mode.VIRTUAL);
        assertThat(verdict.failures())
                .isEqualTo(new RunVerdict.Failures(20, Map.of("pool", 20, "virtual", 1, "reactive", 0), "unreachable"));
    }

    @Test
    void runWithoutASuccessfulCallHasFailed() {
        assertThat(verdict(ScenarioFixtures.of(1, 1, 20), new RunFixtures()
                .failing(Mode.POOL, 2, 1, 1, CallResult.errorStatus(404, false)))).returns(Kind.FAILED, RunVerdict::kind)
                .returns(List.of(), RunVerdict::fastest)
                .returns(new RunVerdict.Failures(1, Map.of("pool", 1), "status 404"), RunVerdict::failures);
    }

    private static RunVerdict verdict(Scenario scenario, RunFixtures run) {
        return new RunEvaluation(scenario, RunFixtures.MACHINE, run.measurements()).verdict();
    }
}
