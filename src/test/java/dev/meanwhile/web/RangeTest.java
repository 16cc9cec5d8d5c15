package dev.meanwhile.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Stream;

import org.eclipse.microprofile.config.spi.Converter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RangeTest {

    static Stream<Arguments> accepted() {
        return Stream.of(
                each(new Range.Patience(), "1ms", "1", "90s", "PT1H", "1h", ""),
                each(new Range.Count(), "1", " 7 ", "10000"),
                each(new Range.Repeats(), "0", "10"),
                each(new Range.Share(), "0.01", "1"),
                each(new Range.Size(), "1", "64K", "2147483647", ""))
                .flatMap(rows -> rows);
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void acceptsWhatIsWithinIt(Converter<?> range, String text) {
        assertThat(range.convert(text) == null).isEqualTo(text.isEmpty());
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                each(new Range.Patience(), "0s", "PT0.0009S", "-1s", "3601s", "9223372036854775807", "soon"),
                each(new Range.Count(), "0", "10001", "2147483648", "many", ""),
                each(new Range.Repeats(), "-1", "11"),
                each(new Range.Share(), "0", "0.009", "1.1", "NaN", "half", ""),
                each(new Range.Size(), "0", "2G", "2147483648", "lots"))
                .flatMap(rows -> rows);
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesWhatIsNot(Converter<?> range, String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> range.convert(text));
    }

    private static Stream<Arguments> each(Converter<?> range, String... texts) {
        return Stream.of(texts).map(text -> Arguments.arguments(range, text));
    }
}
