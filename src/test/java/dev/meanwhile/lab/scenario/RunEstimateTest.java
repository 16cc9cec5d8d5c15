package dev.meanwhile.lab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunEstimateTest {

    // sequential: calls of ⌈users ÷ threads⌉ page views; pool: ⌈users × calls ÷ threads⌉ calls; virtual and reactive: one call
    @ParameterizedTest
    @CsvSource({
            "1, 1, 0, 0, 1, 1, 0",
            "20, 5, 200, 0, 20, 1, 2400",
            "21, 5, 200, 0, 20, 1, 3600",
            "100, 5, 200, 100, 20, 3, 32400",
            "200, 10, 100, 0, 200, 5, 11000",
            "100, 20, 2000, 2000, 200, 5, 360000",
            "100, 20, 2000, 0, 1, 5, 40020000" })
    void addsUpTheDelaysOfEachMode(int users, int calls, int delay, int jitter, int threads, int repeats, long millis) {
        Scenario scenario = ScenarioFixtures.of(users, calls, Duration.ofMillis(delay), Duration.ofMillis(jitter), 0, threads,
                repeats, 7);

        assertThat(new RunEstimate(scenario).measuredDuration()).isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void dividesTheWorkByTheProcessors() {
        Duration with = new RunEstimate(ScenarioFixtures.withWork(20, 5, Duration.ofMillis(5))).measuredDuration();
        Duration without = new RunEstimate(ScenarioFixtures.withWork(20, 5, Duration.ZERO)).measuredDuration();

        assertThat(with.minus(without))
                .isEqualTo(Duration.ofMillis(500).dividedBy(Runtime.getRuntime().availableProcessors()).multipliedBy(4));
    }

    @Test
    void includesWarmUpAndPauses() {
        // delays 2,400 ms; warm-up of 200 calls: 10 ms × (5 + 2 + 1 + 1); 8 pauses of 50 ms
        assertThat(new RunEstimate(ScenarioFixtures.of(20, 5, 20)).seconds()).isEqualTo(3);
    }
}
