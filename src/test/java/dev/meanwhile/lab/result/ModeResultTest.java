package dev.meanwhile.lab.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.meanwhile.lab.scenario.CallOutcome;
import dev.meanwhile.lab.scenario.Mode;

class ModeResultTest {

    private final ObjectMapper mapper = new ObjectMapper();

    @Test
    void serializesASkippedMode() throws JsonProcessingException {
        assertThat(mapper.writeValueAsString(new ModeResult.SkippedMode(Mode.VIRTUAL, "There are none.")))
                .isEqualTo("{\"mode\":\"virtual\",\"skipped\":\"There are none.\"}");
    }

    @Test
    void serializesAMeasuredMode() throws JsonProcessingException {
        MeasuredMode mode = MeasuredMode.of(Mode.POOL, List.of(
                repeat(1, 10, 110, CallOutcome.OK, new RepeatMeasurement.ProcessUsage(12, 30, 20, 1_000, 0.25, 0.1)),
                repeat(2, 30, 230, CallOutcome.FAILED, new RepeatMeasurement.ProcessUsage(14, 32, 30.123, 3_000, 0.75, 0.2))));

        assertThat(mapper.writeValueAsString(mode)).isEqualTo("{\"mode\":\"pool\""
                + ",\"wall\":{\"median\":170.0,\"min\":110.0,\"max\":230.0}"
                + ",\"p50\":{\"median\":170.0,\"min\":110.0,\"max\":230.0}"
                + ",\"p95\":{\"median\":170.0,\"min\":110.0,\"max\":230.0}"
                + ",\"p99\":{\"median\":170.0,\"min\":110.0,\"max\":230.0}"
                + ",\"queued\":{\"median\":20.0,\"min\":10.0,\"max\":30.0}"
                + ",\"queuedTotal\":{\"median\":20.0,\"min\":10.0,\"max\":30.0}"
                + ",\"calling\":{\"median\":150.0,\"min\":100.0,\"max\":200.0}"
                + ",\"callingTotal\":{\"median\":150.0,\"min\":100.0,\"max\":200.0}"
                + ",\"callsPerSecond\":{\"median\":6.72,\"min\":4.35,\"max\":9.09}"
                + ",\"threadsBefore\":{\"median\":13.0,\"min\":12.0,\"max\":14.0}"
                + ",\"threads\":{\"median\":31.0,\"min\":30.0,\"max\":32.0}"
                + ",\"cpu\":{\"median\":25.06,\"min\":20.0,\"max\":30.12}"
                + ",\"allocated\":{\"median\":2000.0,\"min\":1000.0,\"max\":3000.0}"
                + ",\"errors\":{\"median\":0.5,\"min\":0.0,\"max\":1.0}"
                + ",\"inFlight\":{\"median\":0.89,\"min\":0.87,\"max\":0.91}"
                + ",\"held\":{\"median\":0.34,\"min\":0.22,\"max\":0.45}"
                + ",\"callsPerThread\":2.62"
                + ",\"ownCpuShare\":{\"median\":0.5,\"min\":0.25,\"max\":0.75}"
                + ",\"otherCpuShare\":{\"median\":0.15,\"min\":0.1,\"max\":0.2}}");
    }

    @Test
    void hasNoRatioIfNoThreadWasHeldAndNoShareIfOneIsUnknown() {
        RepeatMeasurement.ProcessUsage unknown = new RepeatMeasurement.ProcessUsage(12, 30, 20, 1_000, 0.5, null);
        MeasuredMode mode = MeasuredMode.of(Mode.REACTIVE, List.of(new RepeatMeasurement(
                List.of(new CallRecord(Mode.REACTIVE, 1, 1, 1, 0, 0, null, 100, "any", false, CallOutcome.OK, null)),
                List.of(new Timeline.Interval(0, 0.4)), unknown)));

        assertThat(mode.held().median()).isZero();
        assertThat(mode.callsPerThread()).isNull();
        assertThat(mode.ownCpuShare().median()).isEqualTo(0.5);
        assertThat(mode.otherCpuShare()).isNull();
    }

    private static RepeatMeasurement repeat(int repeat, double started, double done, CallOutcome outcome,
            RepeatMeasurement.ProcessUsage usage) {
        return new RepeatMeasurement(
                List.of(new CallRecord(Mode.POOL, repeat, 1, 1, 0, started, null, done, "lab-pool-1", false, outcome, null)),
                List.of(new Timeline.Interval(started, started + 50)), usage);
    }
}
