package dev.meanwhile.number;

import java.net.URI;
import java.time.Duration;

import dev.meanwhile.api.Envelope;

/**
 * A successful response of the numeric API.
 *
 * @param url the URL that was requested
 * @param body the response as it was received; {@code success} is always true
 * @param duration from the call of the client to the response, retries included
 */
public record NumberResponse(URI url, Envelope<String> body, Duration duration) {
}
