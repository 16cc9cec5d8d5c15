package dev.meanwhile.lab.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.meanwhile.api.RequestRejectedException;

class DelayFormatTest {

    @ParameterizedTest
    @CsvSource({ "0, 0, 0", "0ms, 0, 0", "200ms, 200, 200ms", "1s, 1000, 1s", "1000ms, 1000, 1s", "1500ms, 1500, 1500ms" })
    void parsesAndFormats(String text, long millis, String written) {
        Duration delay = DelayFormat.parse("delay", text);

        assertThat(delay).isEqualTo(Duration.ofMillis(millis));
        assertThat(DelayFormat.format(delay)).isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource({ "0, 0 s", "59, 59 s", "60, 1 min", "3600, 1 h", "6605, 1 h 50 min 5 s", "90000, 25 h" })
    void formatsLongDurations(long seconds, String words) {
        assertThat(DelayFormat.formatLong(Duration.ofSeconds(seconds))).isEqualTo(words);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "200", "-1s", "1.5s", "1m", "PT1S", "1 s", "1S", "9999999ms", "\u0663s" })
    void rejectsOtherFormats(String text) {
        assertThatExceptionOfType(RequestRejectedException.class).isThrownBy(() -> DelayFormat.parse("delay", text))
                .withMessage("delay must be 0 or a duration such as 200ms or 1s, but was '%s'.", text);
    }
}
