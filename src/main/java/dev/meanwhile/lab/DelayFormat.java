package dev.meanwhile.lab;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How delays are written in addresses and answers: {@code 200ms}, {@code 1s}, {@code 0}. */
final class DelayFormat {

    private static final Pattern WRITTEN = Pattern.compile("0|(\\d{1,6})(ms|s)");

    private DelayFormat() {
    }

    /** @throws IllegalArgumentException if it is written in any other way */
    static Duration parse(String text) {
        Matcher written = WRITTEN.matcher(text);
        if (!written.matches()) {
            throw new IllegalArgumentException("not a delay: " + text);
        }
        if (written.group(1) == null) {
            return Duration.ZERO;
        }
        long amount = Long.parseLong(written.group(1));
        return "s".equals(written.group(2)) ? Duration.ofSeconds(amount) : Duration.ofMillis(amount);
    }

    static String format(Duration delay) {
        long millis = delay.toMillis();
        if (millis == 0) {
            return "0";
        }
        return millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
    }

    /** A longer time in words, to the second: {@code 1 h 50 min 5 s}. */
    static String say(Duration time) {
        String words = Stream.of(time.toHours() + " h", time.toMinutesPart() + " min", time.toSecondsPart() + " s")
                .filter(part -> !part.startsWith("0 ")).collect(Collectors.joining(" "));
        return words.isEmpty() ? "0 s" : words;
    }
}
