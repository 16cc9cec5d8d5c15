package dev.meanwhile.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioTest {

    @ParameterizedTest
    @CsvSource({ "1, 1, 200", "1, 20, 200", "30, 3, 201", "100, 5, '200,400,500'", "200, 10, '200,400,800,1600,2000'" })
    void warmsUpStepByStepUntilAsManyCallsAreMadeAtOnce(int users, int calls, String steps) {
        List<String> warmUps = Scenarios.of(users, calls, 1).warmUps().stream()
                .map(step -> String.valueOf(step.callsAtOnce())).toList();

        assertThat(String.join(",", warmUps)).isEqualTo(steps);
    }
}
