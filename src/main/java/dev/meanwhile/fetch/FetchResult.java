package dev.meanwhile.fetch;

import java.time.Duration;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;

import dev.meanwhile.api.ApiException;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The result of one URL of {@code /gather}.
 *
 * @param url the URL as the caller wrote it
 * @param success whether {@code data} is the document
 * @param status the HTTP status that {@code /fetch} would have returned
 * @param message empty on success, otherwise the reason
 * @param millis duration of the fetch in milliseconds
 * @param data the document; an empty object on failure
 */
@RegisterForReflection
public record FetchResult(
        @JsonProperty("url") String url,
        @JsonProperty("success") boolean success,
        @JsonProperty("status") int status,
        @JsonProperty("message") String message,
        @JsonProperty("millis") long millis,
        @JsonProperty("data") Object data) {

    static FetchResult of(String url, JsonDocument document, Duration duration) {
        return new FetchResult(url, true, 200, "", duration.toMillis(), document);
    }

    static FetchResult of(String url, ApiException failure, Duration duration) {
        return new FetchResult(url, false, failure.status(), failure.getMessage(), duration.toMillis(), Map.of());
    }

    /** Whether the URL was requested: it is valid and has an allowed origin. */
    public boolean requested() {
        return status != 400 && status != 403;
    }

    /** The document as JSON text; empty on failure. */
    public String documentText() {
        return data instanceof JsonDocument document ? document.text() : "";
    }
}
