package dev.meanwhile.lab.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.meanwhile.api.RequestRejectedException;

class ScenarioTest {

    @ParameterizedTest
    @CsvSource({ "1, 1, 200", "1, 20, 200", "30, 3, 201", "100, 5, '200,400,500'", "200, 10, '200,400,800,1600,2000'" })
    void warmUpDoublesUntilTheConcurrencyOfTheScenario(int users, int calls, String steps) {
        List<String> warmUps = ScenarioFixtures.of(users, calls, 1).warmUps().stream()
                .map(step -> String.valueOf(step.concurrentCalls())).toList();

        assertThat(String.join(",", warmUps)).isEqualTo(steps);
    }

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
    void estimatesItsDurationFromItsDelays(int users, int calls, int delay, int jitter, int threads, int repeats, long millis) {
        Scenario scenario = ScenarioFixtures.of(users, calls, Duration.ofMillis(delay), Duration.ofMillis(jitter), 0, threads,
                repeats,
                7);

        assertThat(scenario.estimatedDuration()).isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void isRejectedOnlyAboveTheMaximumDuration() {
        Scenario scenario = ScenarioFixtures.of(20, 5, 20);

        assertThatNoException().isThrownBy(() -> scenario.requireAtMost(Duration.ofMillis(2_400)));
        assertThatExceptionOfType(RequestRejectedException.class)
                .isThrownBy(() -> scenario.requireAtMost(Duration.ofMillis(2_399)))
                .withMessageContaining("The run must take at most 2 s").withMessageContaining("take about 2 s.");
    }
}
