package dev.meanwhile.http.connection;

import static io.netty.handler.codec.http2.Http2Error.NO_ERROR;
import static io.netty.handler.codec.http2.Http2Error.PROTOCOL_ERROR;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;

import dev.meanwhile.http.error.UnroutedErrorResponse;
import dev.meanwhile.http.filter.LoadSheddingFilter;
import dev.meanwhile.http.filter.RequestLimitsFilter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValidationUtil;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.util.AsciiString;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;

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
 * The class is longer than 150 lines, because the checks share the state of a stream.
 */
final class Http2RequestListener extends Http2FrameListenerDecorator {

    private static final AsciiString HTTP = AsciiString.cached("http");
    private static final AsciiString HTTPS = AsciiString.cached("https");

    // Two strings and an entry.
    private static final int BYTES_PER_HEADER = 100;

    /** A request whose body has not arrived, and the arguments of {@link #onHeadersRead}. */
    private static final class PendingRequest {

        final Http2Headers headers;
        final int dependency;
        final short weight;
        final boolean exclusive;
        final int memory;
        int bodyBytes;

        PendingRequest(Http2Headers headers, int dependency, short weight, boolean exclusive) {
            this.headers = headers;
            this.dependency = dependency;
            this.weight = weight;
            this.exclusive = exclusive;
            int bytes = 0;
            for (Map.Entry<CharSequence, CharSequence> header : headers) {
                bytes += BYTES_PER_HEADER + header.getKey().length() + header.getValue().length();
            }
            memory = bytes;
        }
    }

    private final Http2ConnectionHandler http2;
    private final Http2ConnectionEncoder encoder;
    private final boolean secure;
    private final ForwardedHeaders forwardedHeaders;
    private final UnfinishedRequestHandler unfinished;
    // At most one per stream, so quarkus.http.limits.max-concurrent-streams limits it.
    private final IntObjectMap<PendingRequest> pending = new IntObjectHashMap<>();
    private boolean releasesOnClose;

    Http2RequestListener(Http2ConnectionHandler http2, boolean secure, ForwardedHeaders forwardedHeaders,
            UnfinishedRequestHandler unfinished) {
        super(http2.decoder().frameListener());
        this.http2 = http2;
        this.encoder = http2.encoder();
        this.secure = secure;
        this.forwardedHeaders = forwardedHeaders;
        this.unfinished = unfinished;
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
            new Http2RequestListener(http2, secure, forwardedHeaders, unfinished).install();
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
        if (LoadSheddingFilter.isOverloaded() && headers.method() != null) {
            // Not through the HTTP/2 handler, which would wait for the end of the requests.
            context.pipeline().firstContext().close();
            return;
        }
        checkValues(stream, headers);
        if (pending.containsKey(stream)) {
            // Trailers end the body.
            passOn(context, stream, removePending(stream));
        } else if (headers.method() == null || isAccepted(context, stream, headers, end)) {
            if (end || headers.method() == null || headers.contains(HttpHeaderNames.CONTENT_LENGTH)
                    || headers.contains(HttpHeaderNames.EXPECT)) {
                super.onHeadersRead(context, stream, headers, dependency, weight, exclusive, padding, end);
            } else {
                addPending(context, stream, new PendingRequest(headers, dependency, weight, exclusive));
            }
        }
    }

    @Override
    public int onDataRead(ChannelHandlerContext context, int stream, ByteBuf data, int padding, boolean end)
            throws Http2Exception {
        unfinished.onMessage();
        PendingRequest request = pending.get(stream);
        if (request == null) {
            return super.onDataRead(context, stream, data, padding, end);
        }
        int bytes = data.readableBytes();
        request.bodyBytes += bytes;
        if (request.bodyBytes > RequestLimitsFilter.MAX_BODY_BYTES) {
            removePending(stream);
            reject(context, stream, request.headers, end, 413);
        } else if (end) {
            passOn(context, stream, removePending(stream));
        }
        return bytes + padding;
    }

    @Override
    public void onRstStreamRead(ChannelHandlerContext context, int stream, long errorCode) throws Http2Exception {
        if (removePending(stream) == null) {
            super.onRstStreamRead(context, stream, errorCode);
        }
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

    private void addPending(ChannelHandlerContext context, int stream, PendingRequest request) {
        if (!releasesOnClose) {
            releasesOnClose = true;
            context.channel().closeFuture().addListener(closed -> {
                pending.values().forEach(abandoned -> LoadSheddingFilter.release(abandoned.memory));
                pending.clear();
            });
        }
        LoadSheddingFilter.acquire(request.memory);
        pending.put(stream, request);
    }

    private PendingRequest removePending(int stream) {
        PendingRequest request = pending.remove(stream);
        if (request != null) {
            LoadSheddingFilter.release(request.memory);
        }
        return request;
    }

    private void passOn(ChannelHandlerContext context, int stream, PendingRequest request) throws Http2Exception {
        super.onHeadersRead(context, stream, request.headers, request.dependency, request.weight, request.exclusive, 0, true);
    }

    private static void checkValues(int stream, Http2Headers headers) throws Http2Exception {
        for (Map.Entry<CharSequence, CharSequence> header : headers) {
            if (HttpHeaderValidationUtil.validateValidHeaderValue(header.getValue()) >= 0) {
                throw Http2Exception.streamError(stream, PROTOCOL_ERROR, "Invalid value of %s", header.getKey());
            }
        }
    }

    private boolean isAccepted(ChannelHandlerContext context, int stream, Http2Headers headers, boolean end) {
        if (headers.scheme() != null) {
            headers.scheme(secure ? HTTPS : HTTP);
        }
        forwardedHeaders.removeInvalid(headers);
        if (HttpMethod.CONNECT.asciiName().contentEquals(headers.method())) {
            reject(context, stream, headers, end, 405);
            return false;
        }
        if (headers.path() != null && !headers.path().isEmpty() && !isUri(headers.path())) {
            reject(context, stream, headers, end, 400);
            return false;
        }
        return true;
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

    private void reject(ChannelHandlerContext context, int stream, Http2Headers request, boolean end, int status) {
        UnroutedErrorResponse error = UnroutedErrorResponse.create(status, request.method().toString(),
                request.method() + " " + (request.path() == null ? request.authority() : request.path()) + " HTTP/2",
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
