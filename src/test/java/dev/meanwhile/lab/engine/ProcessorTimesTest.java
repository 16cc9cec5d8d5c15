package dev.meanwhile.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessorTimesTest {

    private static final Offset<Double> EXACT = Offset.offset(1e-9);

    @Test
    void separatesOwnTimeFromThatOfOthers() {
        ProcessorTimes before = parse("cpu  100 10 50 1000 200 5 5 30 7 0");
        // 40 ticks: 15 user, 1 system, 4 steal, 18 idle, 2 iowait; guest time is part of user
        ProcessorTimes after = parse("cpu  115 10 51 1018 202 5 5 34 9 0");

        assertThat(after.sharesSince(before, 120)).hasValueSatisfying(shares -> {
            assertThat(shares.own()).isCloseTo(0.3, EXACT);
            assertThat(shares.others()).isCloseTo(0.2, EXACT);
        });
    }

    @Test
    void othersHaveNoNegativeShare() {
        ProcessorTimes before = parse("cpu  0 0 0 0 0 0 0 0 0 0");
        ProcessorTimes after = parse("cpu  10 0 0 10 0 0 0 0 0 0");

        assertThat(after.sharesSince(before, 130).orElseThrow().others()).isZero();
    }

    @Test
    void hasNoSharesForLessThanTenTicks() {
        ProcessorTimes before = parse("cpu  0 0 0 0 0 0 0 0 0 0");

        assertThat(parse("cpu  4 0 0 5 0 0 0 0 0 0").sharesSince(before, 10)).isEmpty();
        assertThat(parse("cpu  5 0 0 5 0 0 0 0 0 0").sharesSince(before, 10)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "cpu0 1 2 3 4 5 6 7 8", "cpu  1 2 3", "cpu  1 2 3 4 5 6 7 x" })
    void ignoresOtherFormats(String line) {
        assertThat(ProcessorTimes.parse(line)).isEmpty();
        assertThat(ProcessorTimes.parse(null)).isEmpty();
    }

    private static ProcessorTimes parse(String line) {
        return ProcessorTimes.parse(line).orElseThrow();
    }
}
