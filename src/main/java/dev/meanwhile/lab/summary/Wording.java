package dev.meanwhile.lab.summary;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import dev.meanwhile.lab.scenario.Mode;
import io.quarkus.qute.TemplateExtension;

/** The messages of a language, and the formats of what they contain: modes, times, counts and ratios. */
record Wording(SummaryMessages messages) {

    String titles(List<Mode> modes) {
        return join(modes.stream().map(Mode::title).toList());
    }

    String join(List<String> parts) {
        int last = parts.size() - 1;
        return last == 0 ? parts.get(0)
                : parts.subList(0, last).stream().collect(Collectors.joining(messages.separator())) + messages.lastSeparator()
                        + parts.get(last);
    }

    /** For a name of a mode at the beginning of an English sentence. */
    @TemplateExtension
    static String capitalized(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    static String time(Duration duration) {
        return count(duration.toMillis()) + " ms";
    }

    static String time(double millis) {
        return millis < 1 ? "< 1 ms" : count(Math.round(millis)) + " ms";
    }

    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** At most one decimal. */
    static String ratio(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
