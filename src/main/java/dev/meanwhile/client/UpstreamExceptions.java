package dev.meanwhile.client;

import java.io.IOException;
import java.util.concurrent.TimeoutException;

import jakarta.ws.rs.WebApplicationException;

import com.fasterxml.jackson.core.JacksonException;

import dev.meanwhile.api.UpstreamException;
import dev.meanwhile.api.UpstreamException.ConnectionFailed;
import dev.meanwhile.api.UpstreamException.InvalidResponse;
import dev.meanwhile.api.UpstreamException.PoolExhausted;
import dev.meanwhile.api.UpstreamException.TimedOut;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.TooLongFrameException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClosedException;

/**
 * Translates the exceptions of HTTP clients to {@link UpstreamException}.
 */
public final class UpstreamExceptions {

    private UpstreamExceptions() {
    }

    /**
     * Translates a failure of an HTTP client.
     *
     * @param failure any exception that the client failed with
     * @param upstream the name of the upstream service, as the first words of the message
     * @return {@code failure} or its cause if one of them is an {@link UpstreamException} already
     */
    public static UpstreamException translate(Throwable failure, String upstream) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UpstreamException known) {
                return known;
            }
            if (cause instanceof TimeoutException || cause instanceof ConnectTimeoutException) {
                return new TimedOut(upstream, failure);
            }
            if (cause instanceof ConnectionPoolTooBusyException) {
                return new PoolExhausted(upstream, failure);
            }
            if (cause instanceof TooLongFrameException) {
                return new InvalidResponse(upstream + " returned more than " + ExchangeCodec.MAX_HEADER_BYTES
                        + " bytes of headers, or a status line of more than " + ExchangeCodec.MAX_STATUS_LINE_BYTES + " bytes.",
                        failure);
            }
            // before IOException, which exceptions of Jackson extend
            if (cause instanceof JacksonException) {
                return new InvalidResponse(upstream + " returned a response that is not the expected JSON.", failure);
            }
            if (cause instanceof IOException || cause instanceof HttpClosedException) {
                return new ConnectionFailed(upstream, failure);
            }
        }
        return new InvalidResponse(failure instanceof WebApplicationException error
                ? upstream + " returned status " + error.getResponse().getStatus() + "."
                : upstream + " returned an invalid response.", failure);
    }
}
