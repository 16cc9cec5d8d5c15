package dev.meanwhile.lab.scenario;

import com.fasterxml.jackson.annotation.JsonValue;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** The result of a call. */
@RegisterForReflection
public enum CallOutcome {

    /** The response contained the requested number. */
    OK("ok"),
    /** The response had an error status. */
    FAILED("failed"),
    /** There was no response in time, the connection failed, or the response did not contain the requested number. */
    BROKEN("broken");

    private final String jsonName;

    CallOutcome(String jsonName) {
        this.jsonName = jsonName;
    }

    @JsonValue
    public String jsonName() {
        return jsonName;
    }
}
