package dev.meanwhile.lab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class WorkloadTest {

    @Test
    void isTheSameForTheSameSeedInWhateverOrder() {
        List<Workload.CallSpec> lines = lines(1, 7);

        assertThat(lines(1, 7)).isEqualTo(lines);
        assertThat(new Workload(scenario(7), 1).line(50, 20)).isEqualTo(lines.get(lines.size() - 1));
    }

    @Test
    void differsByRepeatAndSeed() {
        assertThat(lines(1, 7)).isNotEqualTo(lines(2, 7)).isNotEqualTo(lines(1, 8));
    }

    @Test
    void spreadsDelaysOverTheWholeJitterAndNoFurther() {
        List<Long> delays = lines(1, 7).stream().map(line -> line.delay().toMillis()).toList();

        assertThat(delays).allSatisfy(delay -> assertThat(delay).isBetween(150L, 250L)).contains(150L, 250L);
        assertThat(delays.stream().mapToLong(delay -> delay).average().orElseThrow()).isCloseTo(200, Offset.offset(5.0));
    }

    @Test
    void failsAsOftenAsItShould() {
        assertThat(lines(1, 7).stream().filter(Workload.CallSpec::fails).count()).isBetween(220L, 280L);
    }

    private static List<Workload.CallSpec> lines(int repeat, long seed) {
        Workload script = new Workload(scenario(seed), repeat);
        return IntStream.rangeClosed(1, 50).boxed()
                .flatMap(user -> IntStream.rangeClosed(1, 20).mapToObj(call -> script.line(user, call))).toList();
    }

    private static Scenario scenario(long seed) {
        return ScenarioFixtures.of(50, 20, Duration.ofMillis(200), Duration.ofMillis(50), 0.25, 20, 2, seed);
    }
}
