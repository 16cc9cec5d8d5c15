package dev.meanwhile.number;

import java.time.Duration;

import dev.meanwhile.api.Envelope;

/**
 * A successful response of the numeric API.
 *
 * @param body the response as it was received; {@code success} is always true, and {@code data} is the requested number
 * @param duration from the call of the client to the response, retries included
 */
public record NumberResponse(Envelope<String> body, Duration duration) {
}
