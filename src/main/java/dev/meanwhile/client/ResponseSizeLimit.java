package dev.meanwhile.client;

import java.util.function.Consumer;
import java.util.function.LongConsumer;

import dev.meanwhile.api.UpstreamException;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;

/**
 * Aborts a request whose response is too large. Neither the REST client of Quarkus 3.33 nor the HTTP client of Vert.x 4.5 has
 * such a limit.
 */
public final class ResponseSizeLimit {

    private ResponseSizeLimit() {
    }

    /**
     * Returns a customizer that resets a request whose response is too large. The request then fails with an
     * {@link UpstreamException.InvalidResponse}.
     *
     * @param maxBytes maximum size of a response body in bytes, before decompression
     */
    public static Consumer<HttpClientRequest> limitTo(long maxBytes) {
        return request -> enforce(request, maxBytes, bytes -> {
        });
    }

    /**
     * Resets {@code request} if the response body is larger than {@code maxBytes}, or if {@code reservation} throws an
     * exception. The request then fails with an {@link UpstreamException.InvalidResponse}, or with that exception.
     *
     * @param maxBytes maximum size of the response body in bytes, before decompression
     * @param reservation called with the size of each part of the body, in bytes before decompression, when it is received
     */
    public static void enforce(HttpClientRequest request, long maxBytes, LongConsumer reservation) {
        request.response().onSuccess(response -> enforce(request, response, maxBytes, reservation));
    }

    private static void enforce(HttpClientRequest request, HttpClientResponse response, long maxBytes,
            LongConsumer reservation) {
        if (isMultipart(response)) {
            // For a multipart response the REST client replaces the handler set below with its own, which has no limit.
            response.headers().remove(HttpHeaders.CONTENT_TYPE);
        }
        long[] read = { 0 };
        response.handler(chunk -> {
            read[0] += chunk.length();
            if (read[0] > maxBytes) {
                request.reset(0, new UpstreamException.InvalidResponse("The upstream sent more than " + maxBytes + " bytes."));
                return;
            }
            try {
                reservation.accept(chunk.length());
            } catch (RuntimeException rejected) {
                request.reset(0, rejected);
            }
        });
    }

    private static boolean isMultipart(HttpClientResponse response) {
        String type = response.getHeader(HttpHeaders.CONTENT_TYPE);
        return type != null && type.regionMatches(true, 0, "multipart/", 0, "multipart/".length());
    }
}
