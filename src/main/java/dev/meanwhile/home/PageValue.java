package dev.meanwhile.home;

import java.util.function.BiFunction;

import dev.meanwhile.number.NumberResponse;
import io.quarkus.qute.TemplateEnum;

/**
 * The values of the home page that differ between two requests. In the template, {@code {PageValue:NUMBER}} is a value.
 * Rendering the template writes a placeholder for it, which {@link HomePage} replaces for each request. All values are numbers
 * and durations, so they need no HTML escaping.
 */
@TemplateEnum
enum PageValue {

    NUMBER((response, phases) -> response.body().data()),
    CALL_TIME((response, phases) -> Phases.format(response.duration().toNanos())),
    TOTAL_TIME((response, phases) -> phases.totalTime()),
    TOTAL_MICROS((response, phases) -> String.valueOf(phases.totalMicros())),
    CONNECT_MICROS((response, phases) -> String.valueOf(phases.connectMicros())),
    WAITING_MICROS((response, phases) -> String.valueOf(phases.waitingMicros())),
    RECEIVE_START((response, phases) -> String.valueOf(phases.receiveStart())),
    RECEIVE_MICROS((response, phases) -> String.valueOf(phases.receiveMicros())),
    RENDER_START((response, phases) -> String.valueOf(phases.renderStart())),
    RENDER_MICROS((response, phases) -> String.valueOf(phases.renderMicros())),
    CONNECT_TIME((response, phases) -> phases.connectTime()),
    WAITING_TIME((response, phases) -> phases.waitingTime()),
    RECEIVE_TIME((response, phases) -> phases.receiveTime()),
    RENDER_TIME((response, phases) -> phases.renderTime());

    // The first of 32 noncharacters, which Unicode reserves for internal use (Unicode 16.0, 23.7).
    private static final char FIRST_PLACEHOLDER = '\uFDD0';
    private static final PageValue[] VALUES = values();

    private final BiFunction<NumberResponse, Phases, String> value;

    PageValue(BiFunction<NumberResponse, Phases, String> value) {
        this.value = value;
    }

    /** @param phases may be null for {@link #NUMBER} and {@link #CALL_TIME} */
    String of(NumberResponse response, Phases phases) {
        return value.apply(response, phases);
    }

    /** Returns the value with this placeholder, or null if the character is no placeholder. */
    static PageValue ofPlaceholder(char character) {
        int index = character - FIRST_PLACEHOLDER;
        return index < 0 || index >= VALUES.length ? null : VALUES[index];
    }

    /** Returns the text without characters that are placeholders. */
    static String removePlaceholders(String text) {
        StringBuilder result = new StringBuilder(text.length());
        text.chars().filter(character -> ofPlaceholder((char) character) == null)
                .forEach(character -> result.append((char) character));
        return result.toString();
    }

    /** Returns the placeholder, one character. */
    @Override
    public String toString() {
        return String.valueOf((char) (FIRST_PLACEHOLDER + ordinal()));
    }
}
