package dev.meanwhile.lab;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;

/** How the calls of a page view are made. */
public enum Mode {

    /** One after another, on one thread of a bounded pool. */
    SEQUENTIAL,
    /** Each on a thread of a bounded pool. */
    POOL,
    /** Each on a virtual thread of its own. */
    VIRTUAL,
    /** All joined, on an event loop. */
    REACTIVE;

    @JsonValue
    public String title() {
        return name().toLowerCase(Locale.ROOT);
    }
}
