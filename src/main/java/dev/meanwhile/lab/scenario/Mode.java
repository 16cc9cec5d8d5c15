package dev.meanwhile.lab.scenario;

import com.fasterxml.jackson.annotation.JsonValue;

/** How the calls of a page view are made. */
public enum Mode {

    /** One after another, on one thread of a bounded pool. */
    SEQUENTIAL("sequential"),
    /** Each on a thread of a bounded pool. */
    POOL("pool"),
    /** Each on a virtual thread of its own. */
    VIRTUAL("virtual"),
    /** All joined, on an event loop. */
    REACTIVE("reactive");

    private final String title;

    Mode(String title) {
        this.title = title;
    }

    @JsonValue
    public String title() {
        return title;
    }
}
