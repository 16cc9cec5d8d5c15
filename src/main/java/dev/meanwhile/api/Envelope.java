package dev.meanwhile.api;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The one JSON object that every machine-readable answer is, failures included.
 *
 * @param success whether {@code data} is what was asked for
 * @param message empty on success, otherwise a sentence that a person understands
 * @param data what was asked for; an empty object on failure
 */
public record Envelope<T>(
        @JsonProperty("success") boolean success,
        @JsonProperty("message") String message,
        @JsonProperty("data") T data) {

    public static <T> Envelope<T> success(T data) {
        return new Envelope<>(true, "", data);
    }

    public static Envelope<Map<String, String>> failure(String message) {
        return new Envelope<>(false, message, Map.of());
    }
}
