package dev.meanwhile.api;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The JSON object of every JSON response, errors included.
 *
 * @param success whether {@code data} is the requested value
 * @param message empty on success, otherwise a message for people
 * @param data the requested value; an empty object on failure
 */
@RegisterForReflection
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
