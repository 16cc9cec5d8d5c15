package dev.meanwhile.lab.scenario;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.meanwhile.api.RequestRejectedException;

/** How delays are written in addresses and answers: {@code 200ms}, {@code 1s}, {@code 0}. */
public final class DelayFormat {

    private static final Pattern PATTERN = Pattern.compile("0|(\\d{1,6})(ms|s)");

    private DelayFormat() {
    }

    /**
     * @param name the parameter that {@code text} is the value of, for the message
     * @throws RequestRejectedException with status 400 if {@code text} is written in any other way
     */
    public static Duration parse(String name, String text) {
        Matcher matcher = PATTERN.matcher(text.strip());
        if (!matcher.matches()) {
            throw new RequestRejectedException(400, name + " must be written such as 200ms, 1s or 0.");
        }
        if (matcher.group(1) == null) {
            return Duration.ZERO;
        }
        long amount = Long.parseLong(matcher.group(1));
        return "s".equals(matcher.group(2)) ? Duration.ofSeconds(amount) : Duration.ofMillis(amount);
    }

    public static String format(Duration delay) {
        long millis = delay.toMillis();
        if (millis == 0) {
            return "0";
        }
        return millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
    }

    /** A longer time in words, to the second: {@code 1 h 50 min 5 s}. */
    static String formatLong(Duration time) {
        String words = Stream.of(time.toHours() + " h", time.toMinutesPart() + " min", time.toSecondsPart() + " s")
                .filter(part -> !part.startsWith("0 ")).collect(Collectors.joining(" "));
        return words.isEmpty() ? "0 s" : words;
    }
}
