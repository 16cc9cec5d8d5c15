package dev.meanwhile.http.connection;

import static io.netty.handler.codec.http2.Http2Error.PROTOCOL_ERROR;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.OptionalInt;

import io.netty.handler.codec.http.HttpHeaderValidationUtil;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;

/** Checks of HTTP/2 request headers that Vert.x 4.5 and Quarkus 3.33 make for HTTP/1 only. */
final class Http2RequestCheck {

    private Http2RequestCheck() {
    }

    /** @throws Http2Exception that resets the stream, if a value has a control character (RFC 9113 section 8.2.1) */
    static void requireValidValues(int stream, Http2Headers headers) throws Http2Exception {
        for (Map.Entry<CharSequence, CharSequence> header : headers) {
            if (HttpHeaderValidationUtil.validateValidHeaderValue(header.getValue()) >= 0) {
                throw Http2Exception.streamError(stream, PROTOCOL_ERROR, "Invalid value of %s", header.getKey());
            }
        }
    }

    /** Returns 405 for CONNECT, which has no path, and 400 for a path that {@link URI} cannot parse; empty for others. */
    static OptionalInt rejectionStatus(Http2Headers headers) {
        if (HttpMethod.CONNECT.asciiName().contentEquals(headers.method())) {
            return OptionalInt.of(405);
        }
        CharSequence path = headers.path();
        return path == null || path.isEmpty() || isUri(path) ? OptionalInt.empty() : OptionalInt.of(400);
    }

    private static boolean isUri(CharSequence path) {
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            boolean simple = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
                    || c == '/' && (i != 1) || "?=&-._~".indexOf(c) >= 0;
            if (!simple) {
                return isParsable(path);
            }
        }
        return true;
    }

    private static boolean isParsable(CharSequence path) {
        try {
            new URI(path.toString());
            return true;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
