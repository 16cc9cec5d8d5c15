package dev.meanwhile.http.connection;

import java.net.URI;
import java.util.OptionalInt;

import dev.meanwhile.http.filter.LoadSheddingFilter;
import dev.meanwhile.http.filter.RequestLimitsFilter;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.util.AsciiString;

/**
 * Checks the headers of HTTP/2 requests before Vert.x processes them. Vert.x 4.5 and Quarkus 3.33 accept invalid HTTP/2
 * requests, or reject them without headers, body and line in the log:
 * <ul>
 * <li>A field value with a control character is malformed (RFC 9113 section 8.2.1): the stream is reset.</li>
 * <li>{@code :scheme} is replaced by the scheme of the connection, so that a client cannot claim to use TLS.</li>
 * <li>CONNECT, which has no path, gets a 405. A path that {@link URI} cannot parse gets a 400.</li>
 * <li>While {@link LoadSheddingFilter} rejects requests, a connection that starts one is closed. Otherwise a client can send
 * and cancel requests faster than this service can reject them.</li>
 * <li>A body without {@code content-length} is counted and discarded before the request is passed on, or gets a 413.</li>
 * </ul>
 * The class is longer than 150 lines, because each frame that can follow a header block has its own method.
 */
final class Http2RequestListener extends Http2FrameListenerDecorator {

    private static final AsciiString HTTP = AsciiString.cached("http");
    private static final AsciiString HTTPS = AsciiString.cached("https");

    private final Http2ConnectionHandler http2;
    private final Http2ConnectionEncoder encoder;
    private final boolean secure;
    private final ForwardedHeaders forwardedHeaders;
    private final UnfinishedRequestHandler unfinished;
    private final Http2Cancellations cancellations;
    private final PendingHttp2Requests pending = new PendingHttp2Requests();

    Http2RequestListener(Http2ConnectionHandler http2, boolean secure, ForwardedHeaders forwardedHeaders,
            UnfinishedRequestHandler unfinished, Http2Cancellations cancellations) {
        super(http2.decoder().frameListener());
        this.http2 = http2;
        this.encoder = http2.encoder();
        this.secure = secure;
        this.forwardedHeaders = forwardedHeaders;
        this.unfinished = unfinished;
        this.cancellations = cancellations;
    }

    void install() {
        http2.decoder().frameListener(this);
    }

    // Vert.x 4.5 replaces the listener when the first SETTINGS frame arrives.
    @Override
    public void onSettingsRead(ChannelHandlerContext context, Http2Settings settings) throws Http2Exception {
        super.onSettingsRead(context, settings);
        unfinished.onMessage();
        if (!(http2.decoder().frameListener() instanceof Http2RequestListener)) {
            new Http2RequestListener(http2, secure, forwardedHeaders, unfinished, cancellations).install();
        }
    }

    // Netty 4.1 calls this method for every HEADERS frame, and none of the other onHeadersRead.
    @Override
    public void onHeadersRead(ChannelHandlerContext context, int stream, Http2Headers headers, int dependency, short weight,
            boolean exclusive, int padding, boolean end) throws Http2Exception {
        unfinished.onMessage();
        if (!context.channel().isOpen()) {
            // Netty also decodes bytes that arrived before the connection was closed.
            return;
        }
        if (headers.method() != null && (LoadSheddingFilter.isOverloaded() || cancellations.isLimited())) {
            cancellations.close(context);
            return;
        }
        Http2RequestCheck.requireValidValues(stream, headers);
        if (pending.contains(stream)) {
            // Trailers end the body.
            passOn(context, stream, pending.remove(stream));
        } else if (headers.method() == null || isAccepted(context, stream, headers, end)) {
            if (end || headers.method() == null || headers.contains(HttpHeaderNames.CONTENT_LENGTH)
                    || headers.contains(HttpHeaderNames.EXPECT)) {
                super.onHeadersRead(context, stream, headers, dependency, weight, exclusive, padding, end);
            } else {
                pending.add(context.channel(), stream,
                        new PendingHttp2Requests.Request(headers, dependency, weight, exclusive));
            }
        }
    }

    @Override
    public int onDataRead(ChannelHandlerContext context, int stream, ByteBuf data, int padding, boolean end)
            throws Http2Exception {
        unfinished.onMessage();
        PendingHttp2Requests.Request request = pending.get(stream);
        if (request == null) {
            return super.onDataRead(context, stream, data, padding, end);
        }
        int bytes = data.readableBytes();
        request.bodyBytes += bytes;
        if (request.bodyBytes > RequestLimitsFilter.MAX_BODY_BYTES) {
            pending.remove(stream);
            reject(context, stream, request.headers, end, 413);
        } else if (end) {
            passOn(context, stream, pending.remove(stream));
        }
        return bytes + padding;
    }

    @Override
    public void onRstStreamRead(ChannelHandlerContext context, int stream, long errorCode) throws Http2Exception {
        if (pending.remove(stream) == null) {
            super.onRstStreamRead(context, stream, errorCode);
        }
        cancellations.add(context);
    }

    // No part of a header block can arrive between its frames, so these frames end it.
    @Override
    public void onWindowUpdateRead(ChannelHandlerContext context, int stream, int increment) throws Http2Exception {
        unfinished.onMessage();
        super.onWindowUpdateRead(context, stream, increment);
    }

    @Override
    public void onPingRead(ChannelHandlerContext context, long data) throws Http2Exception {
        unfinished.onMessage();
        super.onPingRead(context, data);
    }

    @Override
    public void onPriorityRead(ChannelHandlerContext context, int stream, int dependency, short weight, boolean exclusive)
            throws Http2Exception {
        unfinished.onMessage();
        super.onPriorityRead(context, stream, dependency, weight, exclusive);
    }

    private void passOn(ChannelHandlerContext context, int stream, PendingHttp2Requests.Request request) throws Http2Exception {
        super.onHeadersRead(context, stream, request.headers, request.dependency, request.weight, request.exclusive, 0, true);
    }

    private boolean isAccepted(ChannelHandlerContext context, int stream, Http2Headers headers, boolean end) {
        if (headers.scheme() != null) {
            headers.scheme(secure ? HTTPS : HTTP);
        }
        forwardedHeaders.removeInvalid(headers);
        OptionalInt rejection = Http2RequestCheck.rejectionStatus(headers);
        if (rejection.isPresent()) {
            reject(context, stream, headers, end, rejection.getAsInt());
        }
        return rejection.isEmpty();
    }

    private void reject(ChannelHandlerContext context, int stream, Http2Headers request, boolean end, int status) {
        Http2ErrorResponse.send(context, encoder, stream, request, end, status, secure);
    }
}
