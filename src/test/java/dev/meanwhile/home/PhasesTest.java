package dev.meanwhile.home;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhasesTest {

    @ParameterizedTest
    @CsvSource({ "0, 0.00 ms", "4_999, 0.00 ms", "5_000, 0.01 ms", "994_999, 0.99 ms", "999_999, 1.00 ms", "1_000_000, 1.0 ms",
            "1_250_000, 1.3 ms", "12_040_000, 12.0 ms", "1_999_960_000, 2000.0 ms" })
    void formatsMilliseconds(String nanos, String expected) {
        assertThat(Phases.format(Long.parseLong(nanos.replace("_", "")))).isEqualTo(expected);
    }

    @Test
    void barHasNoGapsAndIsAsLongAsItsPhases() {
        Phases phases = new Phases(1_900, 20_900, 300_900, 4_000_900);

        assertThat(phases.connectMicros()).isEqualTo(1);
        assertThat(phases.receiveStart()).isEqualTo(1 + 20);
        assertThat(phases.renderStart()).isEqualTo(1 + 20 + 300);
        assertThat(phases.totalMicros()).isEqualTo(1 + 20 + 300 + 4_000);
        assertThat(phases.totalTime()).isEqualTo("4.3 ms");
    }
}
