package dev.meanwhile.fetch;

import java.time.Duration;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;

import dev.meanwhile.api.ApiException;

/**
 * What became of one of the addresses that were gathered.
 *
 * @param url the address, as it was asked for
 * @param success whether {@code data} is its document
 * @param status the HTTP status that {@code /fetch} would have answered with
 * @param message empty on success, otherwise a sentence that a person understands
 * @param millis how long it took
 * @param data the document; an empty object on failure
 */
record FetchResult(
        @JsonProperty("url") String url,
        @JsonProperty("success") boolean success,
        @JsonProperty("status") int status,
        @JsonProperty("message") String message,
        @JsonProperty("millis") long millis,
        @JsonProperty("data") Object data) {

    static FetchResult of(String url, JsonDocument document, Duration took) {
        return new FetchResult(url, true, 200, "", took.toMillis(), document);
    }

    static FetchResult of(String url, ApiException failure, Duration took) {
        return new FetchResult(url, false, failure.status(), failure.getMessage(), took.toMillis(), Map.of());
    }
}
