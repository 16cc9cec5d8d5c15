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
                repeat(1, 10, 110, CallOutcome.OK, new RepeatMeasurement.ProcessUsage(12, 30, 20, 1_000)),
                repeat(2, 30, 230, CallOutcome.FAILED, new RepeatMeasurement.ProcessUsage(14, 32, 30.123, 3_000))));

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
                + ",\"errors\":{\"median\":0.5,\"min\":0.0,\"max\":1.0}}");
    }

    private static RepeatMeasurement repeat(int repeat, double started, double done, CallOutcome outcome,
            RepeatMeasurement.ProcessUsage usage) {
        return new RepeatMeasurement(
                List.of(new CallRecord(Mode.POOL, repeat, 1, 1, 0, started, done, "lab-pool-1", false, outcome)), usage);
    }
}
