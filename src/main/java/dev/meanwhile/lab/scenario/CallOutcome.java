package dev.meanwhile.lab.scenario;

import jakarta.ws.rs.WebApplicationException;

import com.fasterxml.jackson.annotation.JsonValue;

/** How a call ended. */
public enum CallOutcome {

    /** With the number that was asked for. */
    OK("ok"),
    /** With an answer that says that it failed. */
    FAILED("failed"),
    /** Without any answer: the connection broke, or the answer took too long. */
    BROKEN("broken");

    private final String jsonName;

    CallOutcome(String jsonName) {
        this.jsonName = jsonName;
    }

    public static CallOutcome of(Throwable failure) {
        return failure instanceof WebApplicationException ? FAILED : BROKEN;
    }

    @JsonValue
    public String jsonName() {
        return jsonName;
    }
}
