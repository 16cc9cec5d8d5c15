package dev.meanwhile.lab.scenario;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.meanwhile.api.RequestRejectedException;

/** Parses and formats delays as URLs and JSON contain them: {@code 200ms}, {@code 1s}, {@code 0}. */
public final class DelayFormat {

    private static final Pattern PATTERN = Pattern.compile(ScenarioLimits.DELAY_PATTERN);

    private DelayFormat() {
    }

    /**
     * @param name the parameter that has the value {@code text}, for the message
     * @throws RequestRejectedException with status 400 if {@code text} has another format
     */
    public static Duration parse(String name, String text) {
        Matcher matcher = PATTERN.matcher(text.strip());
        if (!matcher.matches()) {
            throw ScenarioLimits.rejected(name, "0 or a duration such as 200ms or 1s", ScenarioLimits.quoted(text));
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

    /** Formats a long duration to the second: {@code 1 h 50 min 5 s}. */
    static String formatLong(Duration duration) {
        String parts = Stream.of(duration.toHours() + " h", duration.toMinutesPart() + " min", duration.toSecondsPart() + " s")
                .filter(part -> !part.startsWith("0 ")).collect(Collectors.joining(" "));
        return parts.isEmpty() ? "0 s" : parts;
    }
}
