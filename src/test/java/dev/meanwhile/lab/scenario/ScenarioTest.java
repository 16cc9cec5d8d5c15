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

    @ParameterizedTest
    @CsvSource({ "25, 1, 20", "20, 5, 5", "100, 5, 1", "200, 10, 0" })
    void acceptsWorkUpToHalfASecondForAllCalls(int users, int calls, int millis) {
        assertThatNoException().isThrownBy(() -> ScenarioFixtures.withWork(users, calls, Duration.ofMillis(millis)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1   | 1  | 21 | work must be from 0 to 20ms, but was 21ms.
            26  | 1  | 20 | users times calls times work must be at most 500ms, but was 520ms.
            200 | 10 | 1  | users times calls times work must be at most 500ms, but was 2s.
            """)
    void rejectsMoreWork(int users, int calls, int millis, String message) {
        assertThatExceptionOfType(RequestRejectedException.class)
                .isThrownBy(() -> ScenarioFixtures.withWork(users, calls, Duration.ofMillis(millis))).withMessage(message);
    }

    @Test
    void warmsUpWithoutWork() {
        assertThat(ScenarioFixtures.withWork(20, 5, Duration.ofMillis(5)).warmUps())
                .allSatisfy(step -> assertThat(step.work()).isZero());
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
