package dev.meanwhile.lab.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.IntStream;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

import dev.meanwhile.lab.scenario.CallOutcome;
import dev.meanwhile.lab.scenario.Mode;

class RepeatMeasurementTest {

    private static final RepeatMeasurement.ProcessUsage USAGE = new RepeatMeasurement.ProcessUsage(12, 30, 12.5, 1_000, null,
            null);

    @Test
    void separatesQueueTimeFromCallTime() {
        RepeatMeasurement measurement = new RepeatMeasurement(
                List.of(call(1, 1, 0, 10, 110, CallOutcome.OK), call(1, 2, 0, 30, 230, CallOutcome.FAILED)),
                List.of(new Timeline.Interval(10, 125)), USAGE);

        assertThat(measurement.meanQueueTime()).isEqualTo(20);
        assertThat(measurement.totalQueueTime()).isEqualTo(40);
        assertThat(measurement.meanCallTime()).isEqualTo(150);
        assertThat(measurement.totalCallTime()).isEqualTo(300);
        assertThat(measurement.elapsedMillis()).isEqualTo(230);
        assertThat(measurement.callsPerSecond()).isCloseTo(8.696, Percentage.withPercentage(0.1));
        assertThat(measurement.errors()).isEqualTo(1);
        assertThat(measurement.meanInFlight()).isCloseTo(300 / 230.0, Percentage.withPercentage(0.1));
        assertThat(measurement.meanHeld()).isEqualTo(0.5);
    }

    @Test
    void pageViewEndsWithItsLastCall() {
        List<CallRecord> calls = IntStream.rangeClosed(1, 100).boxed().flatMap(user -> List.of(
                call(user, 1, 0, 0, user, CallOutcome.OK), call(user, 2, 0, 0, user * 10, CallOutcome.OK)).stream()).toList();

        RepeatMeasurement measurement = new RepeatMeasurement(calls, List.of(), USAGE);

        assertThat(measurement.latencyPercentile(50)).isEqualTo(500);
        assertThat(measurement.latencyPercentile(95)).isEqualTo(950);
        assertThat(measurement.latencyPercentile(99)).isEqualTo(990);
        assertThat(measurement.latencyPercentile(100)).isEqualTo(measurement.elapsedMillis());
    }

    @Test
    void calculatesMedianAndRange() {
        assertThat(MedianAndRange.of(List.of(3.0, 1.0, 2.0), value -> value)).isEqualTo(new MedianAndRange(2, 1, 3));
        assertThat(MedianAndRange.of(List.of(4.0, 1.0, 2.0, 3.0), value -> value)).isEqualTo(new MedianAndRange(2.5, 1, 4));
        assertThat(MedianAndRange.of(List.of(7.0), value -> value)).isEqualTo(new MedianAndRange(7, 7, 7));
        assertThatIllegalArgumentException().isThrownBy(() -> MedianAndRange.of(List.<Double> of(), value -> value));
    }

    private static CallRecord call(int user, int call, double queued, double started, double done, CallOutcome outcome) {
        return new CallRecord(Mode.POOL, 1, user, call, queued, started, null, done, "lab-pool-1", false, outcome, null);
    }
}
