package dev.meanwhile.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.IntStream;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class SampleTest {

    private static final Sample.Usage USAGE = new Sample.Usage(12, 30, 12.5, 1_000);

    @Test
    void keepsQueueAndCallApart() {
        Sample sample = new Sample(List.of(call(1, 1, 0, 10, 110, Outcome.OK), call(1, 2, 0, 30, 230, Outcome.FAILED)), USAGE);

        assertThat(sample.queued()).isEqualTo(20);
        assertThat(sample.queuedTotal()).isEqualTo(40);
        assertThat(sample.calling()).isEqualTo(150);
        assertThat(sample.callingTotal()).isEqualTo(300);
        assertThat(sample.wall()).isEqualTo(230);
        assertThat(sample.callsPerSecond()).isCloseTo(8.696, Percentage.withPercentage(0.1));
        assertThat(sample.errors()).isEqualTo(1);
    }

    @Test
    void endsAPageViewWithItsLastCall() {
        List<Call> calls = IntStream.rangeClosed(1, 100).boxed().flatMap(user -> List.of(
                call(user, 1, 0, 0, user, Outcome.OK), call(user, 2, 0, 0, user * 10, Outcome.OK)).stream()).toList();

        Sample sample = new Sample(calls, USAGE);

        assertThat(sample.latency(50)).isEqualTo(500);
        assertThat(sample.latency(95)).isEqualTo(950);
        assertThat(sample.latency(99)).isEqualTo(990);
        assertThat(sample.latency(100)).isEqualTo(sample.wall());
    }

    @Test
    void takesMediansOverRepeatsWithTheirSpread() {
        assertThat(Spread.of(List.of(3.0, 1.0, 2.0), value -> value)).isEqualTo(new Spread(2, 1, 3));
        assertThat(Spread.of(List.of(4.0, 1.0, 2.0, 3.0), value -> value)).isEqualTo(new Spread(2.5, 1, 4));
        assertThat(Spread.of(List.of(7.0), value -> value)).isEqualTo(new Spread(7, 7, 7));
        assertThatIllegalArgumentException().isThrownBy(() -> Spread.of(List.<Double> of(), value -> value));
    }

    private static Call call(int user, int call, double queued, double started, double done, Outcome outcome) {
        return new Call(Mode.POOL, 1, user, call, queued, started, done, "lab-pool-1", false, outcome);
    }
}
