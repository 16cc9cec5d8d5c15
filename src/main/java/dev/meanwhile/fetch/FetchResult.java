package dev.meanwhile.fetch;

import java.time.Duration;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;

import dev.meanwhile.api.ApiException;
import io.quarkus.qute.TemplateExtension;
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
record FetchResult(
        @JsonProperty("url") String url,
        @JsonProperty("success") boolean success,
        @JsonProperty("status") int status,
        @JsonProperty("message") String message,
        @JsonProperty("millis") long millis,
        @JsonProperty("data") Object data) {

    private static final int EXCERPT_LENGTH = 400;

    static FetchResult of(String url, JsonDocument document, Duration duration) {
        return new FetchResult(url, true, 200, "", duration.toMillis(), document);
    }

    static FetchResult of(String url, ApiException failure, Duration duration) {
        return new FetchResult(url, false, failure.status(), failure.getMessage(), duration.toMillis(), Map.of());
    }

    /** The first {@value #EXCERPT_LENGTH} characters of the document, one less if they end within a surrogate pair. */
    @TemplateExtension
    static String excerpt(FetchResult result) {
        String text = result.data() instanceof JsonDocument document ? document.text() : "";
        if (text.length() <= EXCERPT_LENGTH) {
            return text;
        }
        int length = Character.isHighSurrogate(text.charAt(EXCERPT_LENGTH - 1)) ? EXCERPT_LENGTH - 1 : EXCERPT_LENGTH;
        return text.substring(0, length) + " …";
    }
}
