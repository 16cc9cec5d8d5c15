package dev.meanwhile.lab.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.meanwhile.lab.scenario.CallOutcome;
import dev.meanwhile.lab.scenario.Mode;

class TimelineTest {

    private static final RepeatMeasurement.ProcessUsage USAGE = new RepeatMeasurement.ProcessUsage(1, 1, 1, 1, null, null);

    @Test
    void countsCallsAndThreadsAtEachMoment() {
        Timeline timeline = timeline(List.of(call(0, 0, 300), call(0, 2, 200), call(0, 200, 210)),
                List.of(new Timeline.Interval(0, 4), new Timeline.Interval(2, 3)));

        assertThat(timeline.step()).isEqualTo(2);
        assertThat(timeline.inFlight()).hasSize(151).startsWith(1, 2, 2).endsWith(1, 0);
        assertThat(timeline.inFlight()[99]).isEqualTo(2);
        // at 200 ms one call ends and another one starts
        assertThat(timeline.inFlight()[100]).isEqualTo(2);
        assertThat(timeline.inFlight()[105]).isEqualTo(1);
        assertThat(timeline.waiting()).hasSize(151).startsWith(2, 1);
        assertThat(timeline.waiting()[99]).isEqualTo(1);
        assertThat(timeline.waiting()[100]).isZero();
        assertThat(timeline.held()).hasSize(151).startsWith(1, 2, 0);
    }

    @ParameterizedTest
    @CsvSource({ "0.05, 0.1, 1", "2.1, 0.1, 22", "23.9, 0.1, 240", "24, 0.2, 121", "120, 1, 121", "206.3, 1, 207",
            "239, 1, 240", "240, 2, 121", "1025, 5, 206", "5091, 50, 102", "120000, 1000, 121" })
    void hasAtMost240SamplesAtRoundTimes(double end, double step, int samples) {
        Timeline timeline = timeline(List.of(call(0, 0, end)), List.of());

        assertThat(timeline.step()).isEqualTo(step);
        assertThat(timeline.inFlight()).hasSize(samples);
    }

    @Test
    void isExactForManyCalls() {
        Random random = new Random(7);
        List<CallRecord> calls = IntStream.range(0, 2_000).mapToObj(i -> {
            double started = random.nextInt(10_000) / 100.0;
            return call(0, started, started + random.nextInt(20_000) / 100.0);
        }).toList();

        Timeline timeline = timeline(calls, List.of());

        assertThat(timeline.inFlight()).hasSizeGreaterThan(100);
        for (int sample = 0; sample < timeline.inFlight().length; sample++) {
            double moment = sample * timeline.step();
            assertThat(timeline.inFlight()[sample]).isEqualTo((int) calls.stream()
                    .filter(call -> call.started() <= moment + 1e-6 && call.done() > moment + 1e-6).count());
            assertThat(timeline.waiting()[sample]).isEqualTo((int) calls.stream()
                    .filter(call -> call.started() > moment + 1e-6).count());
        }
    }

    private static Timeline timeline(List<CallRecord> calls, List<Timeline.Interval> held) {
        return Timeline.of(Mode.POOL, 1, new RepeatMeasurement(calls, held, USAGE));
    }

    private static CallRecord call(double queued, double started, double done) {
        return new CallRecord(Mode.POOL, 1, 1, 1, queued, started, null, done, "any", false, CallOutcome.OK, null);
    }
}
