package dev.meanwhile.number;

import java.net.URI;
import java.time.Duration;

import dev.meanwhile.api.Envelope;

/**
 * What the numeric API said.
 *
 * @param source the address that was asked
 * @param envelope its answer, as it came; always a successful one
 * @param took from the question to the answer, retries included
 */
public record NumberResponse(URI source, Envelope<String> envelope, Duration took) {
}
