package dev.meanwhile.number;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigInteger;

import org.instancio.Instancio;
import org.instancio.InstancioGenApi;
import org.instancio.junit.InstancioExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import dev.meanwhile.api.Envelope;
import dev.meanwhile.api.RequestRejectedException;

/** Properties of {@link NumberResource} that hold for all numbers and ranges. */
@ExtendWith(InstancioExtension.class)
class NumberPropertyBasedTest {

    private static final int CASES = 5_000;

    private final InstancioGenApi any = Instancio.gen();
    private final NumberResource numbers = new NumberResource(new NumberService());

    @Test
    void returnsTheDecimalFormOfTheNumber() {
        any.string().digits().length(1, 999).stream().limit(CASES).map(digits -> digits.replaceFirst("^[1-5]", "00"))
                .forEach(digits -> assertThat(numbers.number(digits))
                        .isEqualTo(Envelope.success(new BigInteger(digits).toString())));
    }

    @Test
    void drawsFromTheRequestedRangeOrRejectsIt() {
        for (int i = 0; i < CASES; i++) {
            int min = any.ints().range(Integer.MIN_VALUE, Integer.MAX_VALUE).get();
            int max = any.oneOf(min, Integer.MAX_VALUE, any.ints().range(Integer.MIN_VALUE, Integer.MAX_VALUE).get()).get();
            if (min <= max) {
                assertThat(Long.parseLong(random(min, max).data())).isBetween((long) min, (long) max);
            } else {
                assertThatExceptionOfType(RequestRejectedException.class).isThrownBy(() -> random(min, max)).returns(400,
                        RequestRejectedException::status);
            }
        }
    }

    private Envelope<String> random(int min, int max) {
        return numbers.random(String.valueOf(min), String.valueOf(max));
    }

    @Test
    void rejectsEverythingThatIsNotAnInteger() {
        any.string().unicode().length(0, 20).stream().limit(CASES).filter(text -> !text.matches("-?[0-9]+"))
                .forEach(text -> assertThatExceptionOfType(RequestRejectedException.class).as(text)
                        .isThrownBy(() -> numbers.random(text, "10")).returns(400, RequestRejectedException::status));
    }
}
