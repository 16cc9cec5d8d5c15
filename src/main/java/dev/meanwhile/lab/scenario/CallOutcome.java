package dev.meanwhile.lab.scenario;

import jakarta.ws.rs.WebApplicationException;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import com.fasterxml.jackson.annotation.JsonValue;

/** How a call ended. */
@Schema(name = "CallOutcome")
public enum CallOutcome {

    /** With the number that was asked for. */
    OK("ok"),
    /** With an answer that says that it failed. */
    FAILED("failed"),
    /** Without any answer: the connection broke, or the answer took too long. */
    BROKEN("broken");

    private final String title;

    CallOutcome(String title) {
        this.title = title;
    }

    public static CallOutcome of(Throwable failure) {
        return failure instanceof WebApplicationException ? FAILED : BROKEN;
    }

    @JsonValue
    public String title() {
        return title;
    }
}
