package dev.meanwhile.http.connection;

import static io.netty.handler.codec.http2.Http2Error.NO_ERROR;

import dev.meanwhile.http.error.UnroutedErrorResponse;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;

/** Sends the error response to an HTTP/2 request that is rejected before the router. */
final class Http2ErrorResponse {

    private Http2ErrorResponse() {
    }

    /**
     * @param end whether the request is complete; otherwise the stream is reset after the response
     * @param secure whether the connection uses TLS
     */
    static void send(ChannelHandlerContext context, Http2ConnectionEncoder encoder, int stream, Http2Headers request,
            boolean end, int status, boolean secure) {
        UnroutedErrorResponse error = UnroutedErrorResponse.create(status, request.method().toString(),
                String.valueOf(request.path() == null ? request.authority() : request.path()), "HTTP/2",
                name -> valueOf(request, name), secure);
        Http2Headers headers = new DefaultHttp2Headers().status(String.valueOf(status));
        error.headers().forEach((name, value) -> headers.set(AsciiString.of(name).toLowerCase(), value));
        headers.setInt(HttpHeaderNames.CONTENT_LENGTH, error.body().length);
        boolean head = HttpMethod.HEAD.asciiName().contentEquals(request.method());
        ChannelPromise written = context.newPromise();
        if (head) {
            encoder.writeHeaders(context, stream, headers, 0, true, written);
        } else {
            encoder.writeHeaders(context, stream, headers, 0, false, context.newPromise());
            encoder.writeData(context, stream, Unpooled.wrappedBuffer(error.body()), 0, true, written);
        }
        if (!end) {
            // The rest of the request is not needed (RFC 9113 section 8.1).
            written.addListener(done -> {
                encoder.writeRstStream(context, stream, NO_ERROR.code(), context.newPromise());
                context.flush();
            });
        }
        context.flush();
    }

    private static String valueOf(Http2Headers request, CharSequence name) {
        CharSequence value = request.get(AsciiString.of(name).toLowerCase());
        return value == null ? null : value.toString();
    }
}
