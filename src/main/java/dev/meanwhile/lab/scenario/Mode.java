package dev.meanwhile.lab.scenario;

import com.fasterxml.jackson.annotation.JsonValue;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** How the calls of a page view are made. */
@RegisterForReflection
public enum Mode {

    /** One after another on one thread of a bounded pool. */
    SEQUENTIAL("sequential"),
    /** Each call on a thread of a bounded pool. */
    POOL("pool"),
    /** Each call on a new virtual thread. */
    VIRTUAL("virtual"),
    /** All calls of a page view joined, on an event loop. */
    REACTIVE("reactive");

    private final String title;

    Mode(String title) {
        this.title = title;
    }

    /** The name in JSON, query parameters and sentences. */
    @JsonValue
    public String title() {
        return title;
    }
}
