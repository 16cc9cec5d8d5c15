package dev.meanwhile.number;

import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

import jakarta.enterprise.context.ApplicationScoped;

import dev.meanwhile.api.RequestRejectedException;

/** Normalizes numbers and draws random ones. */
@ApplicationScoped
public class NumberService {

    static final int MAX_DIGITS = 1_000;

    /**
     * Removes leading zeros.
     *
     * @param digits one or more decimal digits, no sign
     * @throws RequestRejectedException with status 400 for more than {@value #MAX_DIGITS} digits
     */
    public String normalize(String digits) {
        if (digits.length() > MAX_DIGITS) {
            throw new RequestRejectedException(400,
                    String.format(Locale.ROOT, "number must have at most %,d digits, but has %,d.", MAX_DIGITS,
                            digits.length()));
        }
        int firstDigit = 0;
        while (firstDigit < digits.length() - 1 && digits.charAt(firstDigit) == '0') {
            firstDigit++;
        }
        return digits.substring(firstDigit);
    }

    /**
     * Draws a random number.
     *
     * @param min the smallest possible number
     * @param max the largest possible number
     * @throws RequestRejectedException with status 400 if {@code min} is greater than {@code max}
     */
    int random(int min, int max) {
        if (min > max) {
            throw new RequestRejectedException(400,
                    "min must not be greater than max, but min is " + min + " and max is " + max + ".");
        }
        return (int) ThreadLocalRandom.current().nextLong(min, max + 1L);
    }
}
