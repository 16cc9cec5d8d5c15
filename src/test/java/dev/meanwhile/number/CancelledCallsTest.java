package dev.meanwhile.number;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CancelledCallsTest {

    @ParameterizedTest(name = "ratio {0}: {1} cancelled calls in {2}")
    @CsvSource({
            "0.5, 9, 10, true", "0.5, 6, 10, true", "0.5, 4, 10, false",
            "0.2, 3, 10, true", "0.2, 1, 10, false",
            "1, 10, 10, true", "1, 9, 10, false" })
    void observesCallsIfTheCancelledOnesWouldOpenTheCircuit(double ratio, int cancelled, int calls, boolean observed) {
        CancelledCalls balance = new CancelledCalls(20, ratio);

        for (int call = 0; call < 50 * calls; call++) {
            if (call % calls < cancelled) {
                balance.onCancellation();
            } else {
                balance.onSuccess();
            }
        }
        // the most unfavourable position in the pattern
        IntStream.range(0, cancelled).forEach(call -> balance.onCancellation());

        assertThat(balance.tryObserve()).isEqualTo(observed);
    }

    @Test
    void observesAtMostTheVolumeAtTheSameTime() {
        CancelledCalls balance = new CancelledCalls(2, 0.5);
        assertThat(balance.tryObserve()).isFalse();
        balance.onCancellation();

        assertThat(balance.tryObserve()).isTrue();
        assertThat(balance.tryObserve()).isTrue();
        assertThat(balance.tryObserve()).isFalse();
        balance.onObserved();
        assertThat(balance.tryObserve()).isTrue();
    }
}
