package dev.meanwhile.lab.scenario;

import jakarta.ws.rs.WebApplicationException;

import com.fasterxml.jackson.annotation.JsonValue;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** The result of a call. */
@RegisterForReflection
public enum CallOutcome {

    /** The response contained the requested number. */
    OK("ok"),
    /** The response had an error status. */
    FAILED("failed"),
    /** No response or a wrong one: connection failure, timeout, or another number. */
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
