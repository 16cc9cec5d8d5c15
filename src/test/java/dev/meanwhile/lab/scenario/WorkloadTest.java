package dev.meanwhile.lab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class WorkloadTest {

    @Test
    void isTheSameForTheSameSeedInAnyOrder() {
        List<Workload.CallSpec> calls = calls(1, 7);

        assertThat(calls(1, 7)).isEqualTo(calls);
        assertThat(new Workload(scenario(7), 1).call(50, 20)).isEqualTo(calls.get(calls.size() - 1));
    }

    @Test
    void differsByRepeatAndSeed() {
        assertThat(calls(1, 7)).isNotEqualTo(calls(2, 7)).isNotEqualTo(calls(1, 8));
    }

    @Test
    void spreadsDelaysOverTheWholeJitter() {
        List<Long> delays = calls(1, 7).stream().map(call -> call.delay().toMillis()).toList();

        assertThat(delays).allSatisfy(delay -> assertThat(delay).isBetween(150L, 250L)).contains(150L, 250L);
        assertThat(delays.stream().mapToLong(delay -> delay).average().orElseThrow()).isCloseTo(200, Offset.offset(5.0));
    }

    @Test
    void failsAsOftenAsItShould() {
        assertThat(calls(1, 7).stream().filter(Workload.CallSpec::fail).count()).isBetween(220L, 280L);
    }

    private static List<Workload.CallSpec> calls(int repeat, long seed) {
        Workload workload = new Workload(scenario(seed), repeat);
        return IntStream.rangeClosed(1, 50).boxed()
                .flatMap(user -> IntStream.rangeClosed(1, 20).mapToObj(call -> workload.call(user, call))).toList();
    }

    private static Scenario scenario(long seed) {
        return ScenarioFixtures.of(50, 20, Duration.ofMillis(200), Duration.ofMillis(50), 0.25, 20, 2, seed);
    }
}
